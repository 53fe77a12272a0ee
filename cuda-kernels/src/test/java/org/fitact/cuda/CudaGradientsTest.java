package org.fitact.cuda;

import java.util.stream.Stream;
import org.fitact.tensor.autograd.DeviceGradients;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.CheckedBackend;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Every op of autograd has the gradient of its finite differences, computed by the kernels. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CudaGradientsTest {

    private Backend backend;

    @BeforeAll
    void open() {
        backend = CheckedBackend.of(new CudaBackend(Emulators.open(Emulators.PLAIN)));
    }

    @AfterAll
    void close() {
        if (backend != null) {
            backend.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyOp() {
        return DeviceGradients.on(backend);
    }
}
