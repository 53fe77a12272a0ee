package org.fitact.memory;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.fitact.fault.AppliedFaults;
import org.fitact.fault.FaultSpace;
import org.fitact.fault.Region;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.StoredWords;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.random.RandomBits;

/**
 * The words of a deployed network on a device with a memory of its own. Bits are flipped there, and the plan's numbers
 * are made from the words there: what goes over the bus is at most a list of flips.
 */
final class DeviceWords implements AutoCloseable {

    /** Copies of one word that take no longer than one of all. */
    private static final int FEW = 64;

    private static final FixedPoint ALL_BITS = FixedPoint.of(QFormat.Q15_16);

    private final Deployment deployment;
    private final Plan plan;
    private final Backend backend;
    private final FaultSpace space;
    private final int[] parameterOfRegion;
    private final Buffer words;

    /** Uploads the words; the plan has their values already. */
    DeviceWords(Deployment deployment, Plan plan, FaultSpace space, int[] parameterOfRegion, int[] values) {
        this.deployment = deployment;
        this.plan = plan;
        this.backend = plan.backend();
        this.space = space;
        this.parameterOfRegion = parameterOfRegion;
        this.words = upload(values);
    }

    /** A word as it is on the device now. */
    int read(int address) {
        int[] word = new int[1];
        backend.download(words, address, MemorySegment.ofArray(word));
        return word[0];
    }

    /** Words as they are on the device now; of many addresses all words come over the bus at once. */
    int[] read(int[] addresses) {
        if (addresses.length <= FEW) {
            return Arrays.stream(addresses).map(this::read).toArray();
        }
        int[] all = download();
        return Arrays.stream(addresses).map(address -> all[address]).toArray();
    }

    /** {@code word ^= mask} for some addresses, distinct and ascending. */
    void flip(int[] addresses, int[] masks) {
        int n = addresses.length;
        if (n == 0) {
            return;
        }
        try (Buffer where = upload(addresses);
                Buffer which = upload(masks)) {
            // The masks reach up to bit 31, copies of the sign included: to flip 32 bits is right for every format.
            backend.flipBits(ALL_BITS, n, where, which, words);
        }
        for (int i = 0; i < n; ) {
            int r = space.indexOfRegionAt(addresses[i]);
            int first = addresses[i];
            int last = first;
            for (; i < n && addresses[i] < space.regions().get(r).end(); i++) {
                last = addresses[i];
            }
            refresh(r, first, last + 1);
        }
    }

    /** Flips what is hit; closing what this returns flips it back. */
    AppliedFaults strike(RandomBits bits) {
        long flips = flip(bits);
        return new AppliedFaults() {
            private boolean undone;

            @Override
            public long changedBits() {
                return flips;
            }

            @Override
            public void close() {
                if (!undone) {
                    undone = true;
                    flip(bits);
                }
            }
        };
    }

    private long flip(RandomBits bits) {
        long flips = backend.flipRandomBits(deployment.arithmetic(), bits, space.words(), words);
        if (flips > 0) {
            for (int r = 0; r < parameterOfRegion.length; r++) {
                Region region = space.regions().get(r);
                refresh(r, region.offset(), region.end());
            }
        }
        return flips;
    }

    /** Gives the plan the values of the words from an address to before another, of one region. */
    private void refresh(int r, int from, int to) {
        Region region = space.regions().get(r);
        FixedPoint arithmetic = deployment.arithmetic(region.kind());
        StoredWords stored = new StoredWords(arithmetic, words, from, to - from);
        plan.write(parameterOfRegion[r], from - region.offset(), stored);
    }

    private Buffer upload(int[] values) {
        Buffer buffer = backend.allocate(DType.INT32, values.length);
        try {
            backend.upload(MemorySegment.ofArray(values), buffer, 0);
            return buffer;
        } catch (RuntimeException | Error e) {
            buffer.close();
            throw e;
        }
    }

    /** The words as they are on the device now. */
    int[] download() {
        int[] values = new int[space.words()];
        backend.download(words, 0, MemorySegment.ofArray(values));
        return values;
    }

    @Override
    public void close() {
        words.close();
    }
}
