package org.fitact.protect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.fitact.fault.ParameterKind;
import org.fitact.fault.Region;
import org.fitact.memory.code.MemoryCodes;
import org.fitact.memory.code.NoCode;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.junit.jupiter.api.Test;

class CodedTest {

    private static final Region REGION = new Region("l", "l.w", ParameterKind.WEIGHT, 0, 9, FixedPoint.DEFAULT);

    @Test
    void aSchemeIsDeployedUnderCodes() {
        Protection coded = Protections.deployed("fitact+vote+guard:channel");
        assertEquals("fitact+vote+guard:channel", coded.name());
        assertEquals("fitact", coded.hardenedAs());
        assertEquals(Protections.named("fitact").version(), coded.version());
        assertEquals(MemoryCodes.parse("vote+guard:channel"), coded.code(REGION));
        assertEquals(Role.OTHER, coded.role(), "it is not what the others are measured against");
        assertEquals(List.of("vote 1", "guard:channel 1"), ((Coded) coded).codes());
        assertTrue(coded.reads("zeta"));
        assertFalse(Protections.deployed("none+vote").reads("zeta"));
        assertSame(Protections.named("ranger"), Protections.deployed("ranger"));
        assertSame(Protections.baseline(), Protections.deployed("none+none"));
    }

    @Test
    void codesAreAddedBehindThoseThatItHas() {
        Protection secded = Protections.deployed("none+secded72");
        assertEquals(
                "none+secded72+guard",
                Coded.of(secded, MemoryCodes.parse("guard")).name());
        assertSame(secded, Coded.of(secded, NoCode.NONE));
        assertThrows(IllegalArgumentException.class, () -> Coded.of(secded, MemoryCodes.parse("secded72")));
    }

    @Test
    void whatThereIsNotIsRefusedByItsName() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Protections.deployed("fitakt+vote"))
                .getMessage()
                .contains("fitact"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Protections.deployed("fitact+vot"))
                .getMessage()
                .contains("vote"));
    }
}
