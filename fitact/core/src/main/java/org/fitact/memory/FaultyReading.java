package org.fitact.memory;

import java.util.Arrays;
import java.util.Optional;
import org.fitact.fault.FaultOperation;
import org.fitact.fault.FaultSpace;
import org.fitact.fault.Region;
import org.fitact.nn.delta.ParameterChange;

/**
 * What reading a memory gives while one of its bits is flipped, one fault after the other: through the codes, scales and tables of its
 * tensors, as {@link StoredNetwork} reads it, and without a plan. What is {@link #strike struck} stays so. On one thread.
 */
public final class FaultyReading {

    private final FaultSpace space;
    private final int[] words;
    /** For each region, the tensor that it belongs to. */
    private final Tensor[] tensorOfRegion;

    /** A tensor, and the numbers that it has without a further fault; modified by what is struck. */
    private record Tensor(TensorReader reader, TensorReading reading, float[] numbers) {}

    /** @param image whose words are copied */
    public FaultyReading(MemoryImage image) {
        this.space = image.space();
        this.words = image.words();
        this.tensorOfRegion = new Tensor[space.regions().size()];
        for (TensorReader reader : image.readers()) {
            TensorReading reading = new TensorReading(reader, words);
            Tensor tensor = new Tensor(reader, reading, reading.numbers());
            for (Region region : reader.regions()) {
                tensorOfRegion[space.indexOfRegionAt(region.offset())] = tensor;
            }
        }
    }

    /** What a flip changes of the numbers that are read; empty where it changes none, as where a code mends it. */
    public Optional<ParameterChange> flipped(int address, int bit) {
        int r = space.indexOfRegionAt(address);
        Region region = space.regions().get(r);
        int before = words[address];
        words[address] = FaultOperation.FLIP.apply(region.format(), before, 1 << bit);
        try {
            return read(tensorOfRegion[r], region, address);
        } finally {
            words[address] = before;
            if (tensorOfRegion[r].reader().readsAllBy(region)) {
                tensorOfRegion[r].reading().refresh();
            }
        }
    }

    /**
     * Flips a bit for good.
     *
     * @return what that changes of the numbers that are read, as {@link #flipped} says it
     */
    public Optional<ParameterChange> strike(int address, int bit) {
        int r = space.indexOfRegionAt(address);
        Region region = space.regions().get(r);
        Tensor tensor = tensorOfRegion[r];
        Optional<ParameterChange> change = flipped(address, bit);
        words[address] = FaultOperation.FLIP.apply(region.format(), words[address], 1 << bit);
        if (tensor.reader().readsAllBy(region)) {
            tensor.reading().refresh();
        }
        change.ifPresent(found -> {
            for (int i = 0; i < found.indices().length; i++) {
                tensor.numbers()[found.indices()[i]] = found.numbers()[i];
            }
        });
        return change;
    }

    /**
     * What a flip adds to a function of the numbers by its first-order term, {@code Σ_i g_i · (x'_i − x_i)}, where x is read now and x'
     * with the flip. It is no number where a number is none.
     *
     * @param gradient g, of the function by the numbers of the tensor whose word it is, or that the word accompanies
     */
    public double slope(int address, int bit, float[] gradient) {
        int r = space.indexOfRegionAt(address);
        Region region = space.regions().get(r);
        Tensor tensor = tensorOfRegion[r];
        if (tensor.reader().region().equals(region) && !tensor.reader().isGuarded()) {
            int i = address - region.offset();
            int struck = FaultOperation.FLIP.apply(region.format(), words[address], 1 << bit);
            return gradient[i] * ((double) tensor.reading().number(struck, i) - tensor.numbers()[i]);
        }
        return flipped(address, bit)
                .map(change -> slope(change, tensor.numbers(), gradient))
                .orElse(0.0);
    }

    private static double slope(ParameterChange change, float[] numbers, float[] gradient) {
        double sum = 0;
        for (int i = 0; i < change.indices().length; i++) {
            int at = change.indices()[i];
            sum += gradient[at] * ((double) change.numbers()[i] - numbers[at]);
        }
        return sum;
    }

    /** The tensor that a region holds the numbers of, or accompanies. */
    public String tensor(Region region) {
        return tensorOfRegion[space.indexOfRegionAt(region.offset())]
                .reader()
                .region()
                .name();
    }

    /** A word as it lies in memory now. */
    public int word(int address) {
        return words[address];
    }

    private static Optional<ParameterChange> read(Tensor tensor, Region region, int address) {
        TensorReader reader = tensor.reader();
        TensorReading reading = tensor.reading();
        if (reader.readsAllBy(region)) {
            reading.refresh();
            return change(tensor, 0, reading.numbers());
        }
        int span = reader.span();
        int number = reader.spanOf(region, address);
        int[] read = new int[span];
        reading.read(number, read);
        int first = number * span;
        float[] numbers = new float[Math.min(span, reader.region().words() - first)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = reading.number(read[i], first + i);
        }
        return change(tensor, first, numbers);
    }

    /** What differs from the numbers without a fault, from an index on. */
    private static Optional<ParameterChange> change(Tensor tensor, int first, float[] numbers) {
        int[] indices = new int[numbers.length];
        float[] changed = new float[numbers.length];
        int count = 0;
        for (int i = 0; i < numbers.length; i++) {
            if (Float.floatToRawIntBits(numbers[i]) != Float.floatToRawIntBits(tensor.numbers()[first + i])) {
                indices[count] = first + i;
                changed[count++] = numbers[i];
            }
        }
        return count == 0
                ? Optional.empty()
                : Optional.of(new ParameterChange(
                        tensor.reader().region().name(), Arrays.copyOf(indices, count), Arrays.copyOf(changed, count)));
    }
}
