package org.fitact.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import org.fitact.cuda.Emulators;
import org.junit.jupiter.api.Test;

/** The emulator itself: it runs kernels, and it catches what a kernel must not do. */
class EmulatorDriverTest {

    private static float[] download(Driver driver, long address, int n) {
        float[] values = new float[n];
        driver.download(address, MemorySegment.ofArray(values));
        return values;
    }

    private static Launch fill(long address, long n) {
        return Launch.forEach("elementwise", "fill", n, n, 2.5f, new DevicePointer(address));
    }

    @Test
    void runsAKernel() {
        try (Driver driver = Emulators.open(Emulators.PLAIN)) {
            long address = driver.allocate(16);
            driver.launch(fill(address, 3));
            assertArrayEquals(new float[] {2.5f, 2.5f, 2.5f}, download(driver, address, 3));
        }
    }

    @Test
    void aWriteBeyondAnAllocationIsCaught() {
        try (Driver driver = Emulators.open(Emulators.STRICT)) {
            long address = driver.allocate(40);
            driver.launch(fill(address, 10));
            CudaException error = assertThrows(CudaException.class, () -> driver.launch(fill(address, 11)));
            assertTrue(
                    error.getMessage().contains("a write of 4 bytes 10 elements into an allocation of 10"),
                    error.getMessage());
            assertTrue(error.getMessage().contains("kernel fill of elementwise.cu, grid 1x1x1"), error.getMessage());
        }
    }

    @Test
    void aUseOfFreedMemoryIsCaught() {
        try (Driver driver = Emulators.open(Emulators.STRICT)) {
            long address = driver.allocate(40);
            driver.free(address);
            assertThrows(CudaException.class, () -> driver.launch(fill(address, 10)));
            assertThrows(CudaException.class, () -> driver.free(address));
        }
    }

    @Test
    void argumentsThatDoNotFitTheDeclarationAreRefused() {
        try (Driver driver = Emulators.open(Emulators.PLAIN)) {
            Launch wrong = Launch.of("elementwise", "fill", 1, 3, 2.5f, DevicePointer.NULL);
            CudaException error = assertThrows(CudaException.class, () -> driver.launch(wrong));
            assertTrue(error.getMessage().endsWith("its parameters are lfp, but it was given ifp"), error.getMessage());
        }
    }

    @Test
    void anEmptyGridAndAnUnknownKernelAreRefused() {
        try (Driver driver = Emulators.open(Emulators.PLAIN)) {
            assertThrows(
                    CudaException.class,
                    () -> driver.launch(Launch.of("elementwise", "fill", 0, 3L, 2.5f, DevicePointer.NULL)));
            assertThrows(CudaException.class, () -> driver.launch(Launch.of("elementwise", "nothing", 1)));
        }
    }

    @Test
    void copiesAndMeasures() {
        try (Driver driver = Emulators.open(Emulators.PLAIN)) {
            long from = driver.allocate(12);
            long to = driver.allocate(12);
            long before = driver.recordEvent();
            driver.upload(MemorySegment.ofArray(new float[] {1, 2, 3}), from);
            driver.copy(from, to, 12);
            assertArrayEquals(new float[] {1, 2, 3}, download(driver, to, 3));
            assertTrue(driver.millisecondsBetween(before, driver.recordEvent()) >= 0);
            assertEquals("CUDA emulator", driver.device().name());
        }
    }
}
