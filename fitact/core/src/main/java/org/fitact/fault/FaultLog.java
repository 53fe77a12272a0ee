package org.fitact.fault;

import java.util.Arrays;
import org.fitact.tensor.number.NumberFormat;

/**
 * Faults that were applied to a memory, and the words that stood there before. Closing it writes those back, so a trial
 * is a {@code try} with resources. Logs on one store are closed in the reverse order of their making.
 */
public final class FaultLog implements AppliedFaults {

    private final WordStore store;
    private final int[] addresses;
    private final int[] oldWords;
    private final long changedBits;
    private boolean undone;

    private FaultLog(WordStore store, int[] addresses, int[] oldWords, long changedBits) {
        this.store = store;
        this.addresses = addresses;
        this.oldWords = oldWords;
        this.changedBits = changedBits;
    }

    /**
     * Applies faults.
     *
     * @param space tells the format of every word
     * @param store modified
     * @throws IndexOutOfBoundsException if a fault lies beyond the store, which is not modified then
     */
    public static FaultLog apply(FaultPattern pattern, FaultSpace space, WordStore store) {
        int size = pattern.size();
        pattern.requireWithin(store.words());
        int[] addresses = pattern.addresses();
        int[] oldWords = store.read(addresses);
        int[] newWords = new int[size];
        int changed = 0;
        long changedBits = 0;
        Region region = space.regions().getFirst();
        for (int i = 0; i < size; i++) {
            int address = addresses[i];
            int old = oldWords[i];
            region = address < region.end() ? region : space.regionAt(address);
            NumberFormat format = region.format();
            int faulty = pattern.operation().apply(format, old, pattern.mask(i));
            if (faulty != old) {
                addresses[changed] = address;
                newWords[changed] = faulty;
                oldWords[changed++] = old;
                changedBits += Integer.bitCount((faulty ^ old) & format.wordMask());
            }
        }
        addresses = Arrays.copyOf(addresses, changed);
        store.write(addresses, Arrays.copyOf(newWords, changed));
        return new FaultLog(store, addresses, Arrays.copyOf(oldWords, changed), changedBits);
    }

    /** Words that now differ from before; a bit stuck at the value it had changes none. */
    public int changedWords() {
        return addresses.length;
    }

    @Override
    public long changedBits() {
        return changedBits;
    }

    /** A copy of the addresses of the words that differ, ascending. */
    public int[] changedAddresses() {
        return addresses.clone();
    }

    /** Writes the old words back; a second call does nothing. */
    @Override
    public void close() {
        if (undone) {
            return;
        }
        store.write(addresses, oldWords);
        undone = true;
    }
}
