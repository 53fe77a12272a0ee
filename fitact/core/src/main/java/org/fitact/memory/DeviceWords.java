package org.fitact.memory;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
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
 * The words of a stored network, all plain fixed point, on a device with a memory of its own. Bits are flipped there, and the plan's numbers
 * are made from the words there: what goes over the bus is at most a list of flips.
 */
final class DeviceWords implements PlacedWords {

    /** Copies of one word that take no longer than one of all. */
    private static final int FEW = 64;

    private static final FixedPoint ALL_BITS = FixedPoint.of(QFormat.Q15_16);

    private final Plan plan;
    private final Backend backend;
    private final FaultSpace space;
    private final int[] parameterOfTensor;
    private final Buffer words;

    /** Uploads the words; the plan has their values already. */
    DeviceWords(MemoryImage image, Plan plan) {
        this.plan = plan;
        this.backend = plan.backend();
        this.space = image.space();
        this.parameterOfTensor = image.parameterOfTensor();
        this.words = upload(image.words());
    }

    private int read(int address) {
        int[] word = new int[1];
        backend.download(words, address, MemorySegment.ofArray(word));
        return word[0];
    }

    /** Words as they are on the device now; of many addresses all words come over the bus at once. */
    @Override
    public int[] read(int[] addresses) {
        if (addresses.length <= FEW) {
            return Arrays.stream(addresses).map(this::read).toArray();
        }
        int[] all = all();
        return Arrays.stream(addresses).map(address -> all[address]).toArray();
    }

    @Override
    public void write(int[] addresses, int[] newWords) {
        int[] masks = read(addresses);
        for (int i = 0; i < masks.length; i++) {
            masks[i] ^= newWords[i];
        }
        flip(addresses, masks);
    }

    /** {@code word ^= mask} for some addresses, distinct and ascending. */
    private void flip(int[] addresses, int[] masks) {
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

    @Override
    public Optional<AppliedFaults> strike(RandomBits bits) {
        long flips = flip(bits);
        return Optional.of(new AppliedFaults() {
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
        });
    }

    private long flip(RandomBits bits) {
        long flips = backend.flipRandomBits(arithmetic(space.regions().getFirst()), bits, space.words(), words);
        if (flips > 0) {
            for (int r = 0; r < parameterOfTensor.length; r++) {
                Region region = space.regions().get(r);
                refresh(r, region.offset(), region.end());
            }
        }
        return flips;
    }

    /** Gives the plan the values of the words from an address to before another, of one region. */
    private void refresh(int r, int from, int to) {
        Region region = space.regions().get(r);
        StoredWords stored = new StoredWords(arithmetic(region), words, from, to - from);
        plan.write(parameterOfTensor[r], from - region.offset(), stored);
    }

    private static FixedPoint arithmetic(Region region) {
        return (FixedPoint) region.format();
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

    @Override
    public int[] all() {
        int[] values = new int[space.words()];
        backend.download(words, 0, MemorySegment.ofArray(values));
        return values;
    }

    @Override
    public long bytes() {
        return (long) Integer.BYTES * space.words();
    }

    @Override
    public void close() {
        words.close();
    }
}
