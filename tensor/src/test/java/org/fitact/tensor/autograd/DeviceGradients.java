package org.fitact.tensor.autograd;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.stream.Stream;
import org.fitact.tensor.backend.Backend;
import org.junit.jupiter.api.DynamicTest;

/** The gradient checks of all ops on a backend of another module. */
public final class DeviceGradients {

    /** Sums in float are rounded at every step, those of the reference only at the end. */
    private static final double ROUNDINGS = 8;

    private DeviceGradients() {}

    /** A test for every case. */
    public static Stream<DynamicTest> on(Backend backend) {
        return OpGradientCases.all().stream()
                .map(opCase -> dynamicTest(opCase.name(), () -> GradientCheck.check(backend, opCase, ROUNDINGS)));
    }
}
