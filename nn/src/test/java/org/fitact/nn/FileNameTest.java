package org.fitact.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"vgg16-cifar10", "_x", "resnet20.v2", "a+b", "7"})
    void isTaken(String name) {
        assertEquals(name, FileName.require("network", name));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "../../x", "..", ".", ".hidden", "a/b", "a\\b", "/etc", "C:x", "a b", "a\n", "\u202ea", "-rf", "é"
            })
    void isRefused(String name) {
        String message = assertThrows(IllegalArgumentException.class, () -> FileName.require("network", name))
                .getMessage();
        assertTrue(message.startsWith("network is '" + name + "', expected "), message);
        assertThrows(IllegalArgumentException.class, () -> FileName.require("network", "x".repeat(101)));
    }
}
