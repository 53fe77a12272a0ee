package org.fitact.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.fitact.tensor.backend.Backend;
import org.junit.jupiter.api.Test;

class DeviceTest {

    @Test
    void isReadAsItIsWritten() {
        Device device = new Device("cuda", Map.of("gemm", "tf32", "conv", "own"));
        assertEquals("cuda:conv=own:gemm=tf32", device.toString());
        assertEquals(device, Device.parse(device.toString()));
        assertFalse(device.isCpu());
        assertTrue(Device.parse("cpu:conv=direct").isCpu());
        assertThrows(IllegalArgumentException.class, () -> Device.parse("cuda:tf32"));
    }

    @Test
    void choicesReachTheBackend() {
        try (Backend backend = Device.parse("cpu:conv=direct").open(1)) {
            assertTrue(backend.name().equals("simd") || backend.name().equals("reference"), backend.name());
        }
        Device unknown = Device.parse("cpu:conv=magic");
        assertThrows(IllegalArgumentException.class, () -> unknown.open(1));
    }
}
