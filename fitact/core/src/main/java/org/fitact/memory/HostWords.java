package org.fitact.memory;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.fitact.fault.AppliedFaults;
import org.fitact.fault.FaultSpace;
import org.fitact.fault.Region;
import org.fitact.nn.plan.Plan;
import org.fitact.tensor.random.RandomBits;

/** The words of a stored network in an array of the host, in any format and under any code. */
final class HostWords implements PlacedWords {

    private final FaultSpace space;
    /** The image is not kept: it has the words once more. */
    private final List<RegionReader> readers;

    private final int[] parameterOfRegion;
    private final Plan plan;
    private final int[] words;

    /** Takes the image's words; the plan has their values already. */
    HostWords(MemoryImage image, Plan plan) {
        this.space = image.space();
        this.readers = image.readers();
        this.parameterOfRegion = image.parameterOfRegion();
        this.plan = plan;
        this.words = image.words();
    }

    @Override
    public int[] read(int[] addresses) {
        return Arrays.stream(addresses).map(address -> words[address]).toArray();
    }

    @Override
    public void write(int[] addresses, int[] newWords) {
        for (int from = 0; from < addresses.length; ) {
            from = writeRegion(addresses, newWords, from);
        }
    }

    /** Writes the words from one on that lie in the same region, and returns the number of the first that does not. */
    private int writeRegion(int[] addresses, int[] newWords, int from) {
        int r = space.indexOfRegionAt(addresses[from]);
        Region region = space.regions().get(r);
        RegionReader reader = readers.get(r);
        int end = from;
        while (end < addresses.length && addresses[end] >= region.offset() && addresses[end] < region.end()) {
            end++;
        }
        int parameter = parameterOfRegion[r];
        if (reader.blockWords() == 1) {
            int[] indices = new int[end - from];
            float[] values = new float[end - from];
            for (int i = from; i < end; i++) {
                words[addresses[i]] = newWords[i];
                indices[i - from] = addresses[i] - region.offset();
                values[i - from] = reader.number(newWords[i]);
            }
            plan.write(parameter, indices, values);
        } else {
            writeBlocks(addresses, newWords, from, end, reader, parameter);
        }
        return end;
    }

    /** A word that is written may change what its neighbours in the block are read as. */
    private void writeBlocks(int[] addresses, int[] newWords, int from, int end, RegionReader reader, int parameter) {
        // Each block is read once, however many of its words are written.
        int most = (int) Math.min((long) (end - from) * reader.blockWords(), reader.words());
        int[] indices = new int[most];
        float[] values = new float[indices.length];
        int read = 0;
        for (int i = from; i < end; ) {
            int first = reader.blockOf(addresses[i]);
            int last = reader.endOfBlock(addresses[i]);
            for (; i < end && addresses[i] < last; i++) {
                words[addresses[i]] = newWords[i];
            }
            reader.read(words, first, last, values, read);
            for (int address = first; address < last; address++) {
                indices[read++] = reader.indexOf(address);
            }
        }
        plan.write(parameter, Arrays.copyOf(indices, read), Arrays.copyOf(values, read));
    }

    @Override
    public int[] all() {
        return words.clone();
    }

    @Override
    public Optional<AppliedFaults> strike(RandomBits bits) {
        return Optional.empty();
    }

    @Override
    public void close() {}
}
