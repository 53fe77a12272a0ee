package org.fitact.cli.option.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.fitact.fault.ParameterKind;
import org.fitact.memory.FormatRule;
import org.fitact.memory.format.Fitting;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.InvalidFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormatsFileTest {

    @TempDir
    private Path folder;

    private List<FormatRule> read(String json) throws IOException {
        Path file = folder.resolve("formats.json");
        Files.writeString(file, json.replace('\'', '"'));
        return FormatsFile.read(file);
    }

    @Test
    void rulesStandInTheirOrder() throws IOException {
        assertEquals(
                List.of(
                        new FormatRule(
                                List.of("conv*", "fc1"),
                                EnumSet.of(ParameterKind.WEIGHT),
                                NumberFormats.parse("int8:channel")),
                        new FormatRule(List.of("*"), EnumSet.allOf(ParameterKind.class), new Fitting(16))),
                read("{'formats': [{'layers': ['conv*', 'fc1'], 'kinds': ['weight'], 'format': 'int8:channel'},"
                        + "{'layers': ['*'], 'kinds': ['norm', 'weight', 'bias', 'bound'], 'format': 'auto16'}]}"));
    }

    @Test
    void whatIsNoRuleIsNamedByItsPlace() {
        refused("formats[0]: kind is \"wieght\", expected", "'layers': ['*'], 'kinds': ['wieght'], 'format': 'bf16'");
        refused("formats[0]: \"int9:x\", expected", "'layers': ['*'], 'kinds': ['weight'], 'format': 'int9:x'");
        refused("formats[0]: a rule of formats for layers []", "'layers': [], 'kinds': ['weight'], 'format': 'bf16'");
        refused("format", "'layers': ['*'], 'kinds': ['weight']");
        refused("layer", "'layer': ['*'], 'kinds': ['weight'], 'format': 'bf16'");
    }

    private void refused(String expected, String rule) {
        InvalidFileException thrown =
                assertThrows(InvalidFileException.class, () -> read("{'formats': [{" + rule + "}]}"));
        assertTrue(thrown.getMessage().contains("formats.json"), thrown.getMessage());
        assertTrue(thrown.getMessage().contains(expected), thrown.getMessage());
        assertEquals(1, thrown.getMessage().lines().count());
    }
}
