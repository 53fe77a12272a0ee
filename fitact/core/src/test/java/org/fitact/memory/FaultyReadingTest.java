package org.fitact.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.fitact.fault.EligibleBits;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.Region;
import org.fitact.memory.code.MemoryCodes;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.delta.ParameterChange;
import org.fitact.nn.graph.Network;
import org.fitact.protect.Toy;
import org.fitact.tensor.random.PhiloxRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Flips that stay, and what a further one comes to. */
class FaultyReadingTest {

    @ParameterizedTest
    @CsvSource({
        "Q15.16, none",
        "int8:channel, none",
        "int8, parity",
        "int8, radar:4",
        "Q7.8, guard",
        "float16, secded39"
    })
    void whatIsStruckIsReadAsTheWordsAre(String format, String code) {
        PhiloxRandom random = new PhiloxRandom(3, 8);
        try (Network network = Toy.network(Toy.REFERENCE)) {
            Deployment deployment = Deployment.of(NumberFormats.parse(format)).with(_ -> MemoryCodes.parse(code));
            MemoryImage image = MemoryImage.of(network, deployment);
            FaultyReading reading = new FaultyReading(image);
            int[] words = image.words();
            Map<String, float[]> numbers = image.numbers();
            EligibleBits bits = new EligibleBits(image.space(), FaultFilter.ALL.withLayers("conv1", "fc3"));
            for (int i = 0; i < 60; i++) {
                long rank = random.nextLong(bits.count());
                int address = bits.address(rank);
                int bit = bits.position(rank);
                Region region = image.space().regionAt(address);
                assertEquals(words[address], reading.word(address));
                String tensor = reading.tensor(region);
                float[] before = numbers.get(tensor).clone();
                float[] gradient = new float[before.length];
                for (int g = 0; g < gradient.length; g++) {
                    gradient[g] = random.nextFloat() - 0.5f;
                }
                double slope = reading.slope(address, bit, gradient);
                Optional<ParameterChange> change = reading.strike(address, bit);
                words[address] = region.format().hold(words[address] ^ 1 << bit);
                TensorReader reader = image.readers().stream()
                        .filter(some -> some.region().name().equals(tensor))
                        .findFirst()
                        .orElseThrow();
                float[] now = new TensorReading(reader, words).numbers();
                change.ifPresent(found -> {
                    assertEquals(tensor, found.parameter());
                    for (int c = 0; c < found.indices().length; c++) {
                        numbers.get(tensor)[found.indices()[c]] = found.numbers()[c];
                    }
                });
                assertArrayEquals(now, numbers.get(tensor), tensor);
                double sum = 0;
                for (int g = 0; g < now.length; g++) {
                    sum += Float.compare(now[g], before[g]) == 0 ? 0 : gradient[g] * ((double) now[g] - before[g]);
                }
                assertTrue(
                        Double.isNaN(sum)
                                ? Double.isNaN(slope)
                                : sum == slope || Math.abs(sum - slope) < 1e-9 * Math.abs(sum),
                        () -> "slope " + slope + " of " + tensor + Arrays.toString(new int[] {address, bit}));
            }
        }
    }
}
