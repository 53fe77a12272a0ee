package org.fitact.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Reading ends in success or in the reader's own refusal, within two seconds and 512 MiB; some inputs of every reader. */
class ReaderProperties {

    private static final Map<String, FuzzTally> TALLIES = new LinkedHashMap<>();
    private static Path folder;
    private static FuzzTargets targets;

    @BeforeContainer
    static void open() throws IOException {
        folder = Files.createTempDirectory(FuzzRun.scratch(), "fuzz");
        targets = new FuzzTargets(folder);
    }

    @AfterContainer
    static void close() throws IOException {
        targets.close();
        FuzzRun.delete(folder);
    }

    @Example
    void everySeedIsAccepted() throws IOException {
        for (FuzzTarget target : targets.all()) {
            for (byte[] seed : target.seeds()) {
                boolean packed = target.name().contains("gz");
                assertEquals(
                        FuzzTarget.Ending.ACCEPTED, target.read(packed ? Formats.gzip(seed) : seed), target.name());
            }
        }
    }

    @Example
    void anInputIsAFunctionOfItsNumber() throws IOException {
        for (FuzzTarget target : targets.all()) {
            int different = 0;
            for (int n = 0; n < 20; n++) {
                byte[] input = target.input(7, n);
                assertTrue(Arrays.equals(input, target.input(7, n)), target.name());
                different += Arrays.equals(input, target.input(7, n + 100)) ? 0 : 1;
            }
            assertTrue(different > 10, target.name());
        }
    }

    /** Texts that are as large as can be, in the shapes that take most of memory and time for a byte. */
    @Example
    void theLargestTextsStayWithinTheLimits() throws IOException {
        List<String> texts = List.of(
                "{\"a\":[" + "[],".repeat(450_000) + "[]]}",
                fields(300_000),
                "{\"a\":\"" + "\u00e9".repeat(7_500_000) + "\"}",
                "{\"a\":[" + "1.5,".repeat(950_000) + "1]}",
                "{" + "\"a\":{".repeat(90) + "}".repeat(91));
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            for (FuzzTarget target : targets.all()) {
                switch (target.name()) {
                    case "training.json" -> new FuzzTally().read(target, bytes);
                    case "safetensors" -> new FuzzTally().read(target, Formats.file(text, new byte[0]));
                    default -> {}
                }
            }
        }
    }

    private static String fields(int count) {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < count; i++) {
            text.append('"').append(i).append("\":0,");
        }
        return text.append("\"x\":0}").toString();
    }

    @Example
    void whatIsNoRefusalAndWhatTakesTooMuchIsAFault() {
        FuzzTally tally = new FuzzTally();
        byte[] nothing = new byte[0];
        assertThrows(
                NullPointerException.class,
                () -> tally.read(
                        planted(_ -> {
                            throw new NullPointerException();
                        }),
                        nothing));
        assertThrows(
                IllegalArgumentException.class,
                () -> tally.read(
                        planted(_ -> {
                            throw new IllegalArgumentException("a value");
                        }),
                        nothing));
        assertThrows(AssertionError.class, () -> tally.read(planted(_ -> allocate()), nothing));
    }

    private static FuzzTarget planted(FuzzTarget.Reading reading) {
        return new FuzzTarget("planted", 1, List.of(new byte[1]), Mutations::bytes, reading);
    }

    private static void allocate() {
        long length = 0;
        for (int i = 0; i < 600; i++) {
            length += new byte[1 << 20].length;
        }
        assertTrue(length > FuzzTally.MOST_BYTES);
    }

    @Property(tries = 2000, seed = "11", shrinking = ShrinkingMode.OFF)
    void readingEndsInSuccessOrInARefusalOfOneLine(@ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long number)
            throws IOException {
        FuzzTarget target = targets.numbered(number);
        TALLIES.computeIfAbsent(target.name(), _ -> new FuzzTally()).read(target, target.input(1, number));
    }
}
