package org.fitact.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fitact.fault.BitErrorRate;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.FaultPattern;
import org.fitact.fault.FaultSampler;
import org.fitact.fault.FaultSpace;
import org.fitact.fault.ParameterKind;
import org.fitact.fault.Region;
import org.fitact.memory.code.MemoryCodes;
import org.fitact.memory.code.ReadCounts;
import org.fitact.memory.code.RegionPart;
import org.fitact.memory.code.WordStatus;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.pass.Program;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Toy;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A network whose memory is guarded by the program's codes. */
class GuardedMemoryTest {

    private final EvaluationSet images = Toy.upload(Toy.REFERENCE, Toy.images(6, 9));

    @AfterEach
    void close() {
        images.close();
    }

    private Tensor batch() {
        return images.first();
    }

    private static Deployment under(String format, String code) {
        return Deployment.of(NumberFormats.parse(format)).with(_ -> MemoryCodes.parse(code));
    }

    private static FaultPattern flips(StoredNetwork memory, double rate, long trial) {
        return new FaultSampler(memory.space(), FaultFilter.ALL, new BitErrorRate(rate), 5).trial(trial);
    }

    @Test
    void whatAccompaniesATensorLiesBehindAllNumbers() {
        try (Network network = Toy.hardened("ranger", HardeningSettings.DEFAULT)) {
            FaultSpace plain =
                    MemoryImage.of(network, Deployment.of(FixedPoint.DEFAULT)).space();
            MemoryImage guarded = MemoryImage.of(network, under("Q15.16", "secded72+guard"));
            FaultSpace space = guarded.space();
            for (Region region : plain.regions()) {
                Region same = space.region(region.name());
                assertEquals(region.offset(), same.offset(), "an address means the same number under every code");
                assertEquals("secded72+guard", same.code().name());
                Region check = space.region(region.name() + ".secded72.check");
                assertEquals((region.words() + 1) / 2, check.words());
                assertEquals(8, check.format().width());
                assertEquals(RegionPart.CHECK, check.part());
                assertEquals(region.kind(), check.kind());
                assertEquals(region.layer(), check.layer());
                assertEquals(6, space.region(region.name() + ".guard.table").words(), "three times");
            }
            assertEquals(plain.sharedWords(), space.sharedWords());
            assertEquals(plain.boundBytes(), space.boundBytes());
            long words =
                    plain.regions().stream().mapToLong(r -> (r.words() + 1) / 2).sum();
            assertEquals(words + 24L * plain.regions().size(), space.companionBytes());
            assertArrayEquals(
                    MemoryImage.of(network, Deployment.of(FixedPoint.DEFAULT)).words(),
                    Arrays.copyOf(guarded.words(), plain.words()),
                    "the words are not coded themselves");
        }
    }

    /** The plan has what reading all words anew would give, and undo is exact, also of faults in check bits and tables. */
    @ParameterizedTest
    @CsvSource({
        "Q15.16, vote",
        "Q15.16, guard:channel",
        "Q15.16, secded39",
        "Q15.16, secded72+guard",
        "Q15.16, vote+guard:clamp",
        "Q15.16, zs-bch2+guard",
        "Q15.16, zs-bch3",
        "Q7.8, secded72",
        "auto16, parity",
        "float32, mset+guard",
        "bf16, cep:7",
        "int8:channel, zs-int8+guard",
        "int8:channel:asymmetric, secded39+parity",
        "int8:channel:pow2:thrice, guard"
    })
    void onlyWhatIsStruckIsReadAnew(String format, String code) {
        Deployment deployment = under(format, code);
        try (Network network = Toy.network(Toy.REFERENCE);
                StoredNetwork memory = StoredNetwork.of(network, deployment)) {
            float[] logits = memory.plan().logits(batch());
            ReadCounts before = memory.counts();
            assertEquals(before.blocks(), before.clean());
            long checksum = memory.checksum();
            for (int trial = 0; trial < 3; trial++) {
                try (var first = memory.strike(flips(memory, trial == 0 ? 1e-4 : 0.01, trial));
                        var second = memory.strike(flips(memory, 0.001, trial + 10))) {
                    assertTrue(first.changedBits() + second.changedBits() > 0);
                    assertReadAsAWhole(network, deployment, memory);
                    ReadCounts now = memory.counts();
                    assertTrue(now.clean() < now.blocks());
                }
                assertEquals(checksum, memory.checksum());
                assertArrayEquals(logits, memory.plan().logits(batch()));
                assertEquals(before, memory.counts());
            }
        }
    }

    /** Counts and numbers by another way: each tensor read from end to end, and compared with what it was. */
    private void assertReadAsAWhole(Network network, Deployment deployment, StoredNetwork memory) {
        MemoryImage image = MemoryImage.of(network, deployment);
        int[] clean = image.words();
        int[] struck = memory.storedWords();
        ReadCounts counts = ReadCounts.NONE;
        Map<String, float[]> numbers = new LinkedHashMap<>();
        for (TensorReader reader : image.readers()) {
            TensorReading before = new TensorReading(reader, clean);
            TensorReading now = new TensorReading(reader, struck);
            numbers.put(reader.region().name(), now.numbers());
            int[] span = new int[reader.span()];
            int[] was = new int[reader.span()];
            for (int s = 0; s < reader.spans(); s++) {
                before.read(s, was);
                var status = now.read(s, span);
                boolean right = Arrays.equals(was, span);
                boolean found = status != WordStatus.CLEAN;
                boolean seen = status == WordStatus.DETECTED;
                counts = counts.plus(new ReadCounts(
                        1,
                        right && found ? 1 : 0,
                        !right && seen ? 1 : 0,
                        !right && found && !seen ? 1 : 0,
                        !right && !found ? 1 : 0));
            }
        }
        assertEquals(counts, memory.counts());
        Program program = new Program(image.program().graph(), numbers);
        try (Plan anew = Plan.of(network.backend(), program, image.plan())) {
            assertArrayEquals(anew.logits(batch()), memory.plan().logits(batch()));
        }
    }

    @Test
    void oneFlipIsMendedWhereverItIs() {
        try (Network network = Toy.network(Toy.REFERENCE);
                StoredNetwork memory = StoredNetwork.of(network, under("Q15.16", "secded39"))) {
            float[] logits = memory.plan().logits(batch());
            Region check = memory.space().region("conv2.weight.secded39.check");
            for (int address : new int[] {0, 700, check.offset() + 5}) {
                int word = memory.read(address);
                memory.write(address, memory.space().formatAt(address).hold(word ^ 4));
                assertArrayEquals(logits, memory.plan().logits(batch()));
                assertEquals(1, memory.counts().corrected());
                memory.write(address, word);
            }
            assertEquals(0, memory.counts().corrected());
        }
    }

    /** What all words of a tensor hang on lies there three times: no bit of it changes anything by itself. */
    @ParameterizedTest
    @CsvSource({
        "Q15.16, guard, conv1.weight.guard.table",
        "int8:channel:thrice, vote, fc2.weight.scale",
        "int8:asymmetric:pow2:thrice, vote, fc2.weight.zero"
    })
    void oneFlipInWhatAccompaniesATensorDoesNothing(String format, String code, String name) {
        try (Network network = Toy.network(Toy.REFERENCE);
                StoredNetwork memory = StoredNetwork.of(network, under(format, code))) {
            float[] logits = memory.plan().logits(batch());
            Region region = memory.space().region(name);
            int first = region.offset();
            for (int bit = 0; bit < region.format().width(); bit++) {
                int word = memory.read(first + bit % region.words());
                memory.write(first + bit % region.words(), region.format().hold(word ^ 1 << bit));
                assertArrayEquals(logits, memory.plan().logits(batch()), name + " bit " + bit);
                memory.write(first + bit % region.words(), word);
            }
            int[] copies = {first, first + region.words() / 3};
            int highest = 1 << region.format().width() - 1;
            memory.write(
                    copies,
                    Arrays.stream(memory.read(copies))
                            .map(word -> region.format().hold(word ^ highest))
                            .toArray());
            assertFalse(Arrays.equals(logits, memory.plan().logits(batch())), "two of three are believed");
        }
    }

    @Test
    void faultsCanBeLimitedToWhatAccompaniesNumbers() {
        try (Network network = Toy.network(Toy.REFERENCE);
                StoredNetwork memory = StoredNetwork.of(network, under("Q15.16", "secded39+guard"))) {
            FaultFilter filter = FaultFilter.ALL
                    .withParts(RegionPart.CHECK, RegionPart.TABLE)
                    .withKinds(ParameterKind.BIAS);
            FaultPattern pattern = new FaultSampler(memory.space(), filter, new BitErrorRate(0.2), 5).trial(0);
            assertTrue(pattern.size() > 100);
            for (int address : pattern.addresses()) {
                Region region = memory.space().regionAt(address);
                assertTrue(region.name().matches(".*\\.bias\\.(secded39\\.check|guard\\.table)"), region.name());
            }
        }
    }

    @Test
    void wordsThatACodeCannotCodeAreNamed() {
        try (Network network = Toy.network(Toy.REFERENCE)) {
            assertEquals(
                    "conv1.weight: code vote: words of float16, expected fixed point or integers, which have bits that no number "
                            + "needs",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> MemoryImage.of(network, under("float16", "vote")))
                            .getMessage());
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> MemoryImage.of(network, under("Q15.16", "guard+zs-bch2")))
                    .getMessage();
            assertTrue(message.startsWith("conv1.weight: code guard cannot read what lies behind it"), message);
        }
    }
}
