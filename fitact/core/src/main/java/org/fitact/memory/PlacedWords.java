package org.fitact.memory;

import java.util.List;
import java.util.Optional;
import org.fitact.fault.AppliedFaults;
import org.fitact.fault.FaultPattern;
import org.fitact.fault.Region;
import org.fitact.memory.code.ReadCounts;
import org.fitact.tensor.random.RandomBits;

/** The words of a stored network where they lie; whatever is written to them, a plan gets its value. */
interface PlacedWords extends AutoCloseable {

    int[] read(int[] addresses);

    /** Writes words by ascending address. */
    void write(int[] addresses, int[] words);

    /** A copy of all words. */
    int[] all();

    /** Flips what is hit where the words lie, until it is closed; empty where flips are better made one by one. */
    Optional<AppliedFaults> strike(RandomBits bits);

    /**
     * Strikes flips that arrive one part after the other, and scrubs the words in between, until it is closed; empty where scrubbing
     * mends nothing.
     */
    default Optional<AppliedFaults> strike(List<FaultPattern> arrivals) {
        return Optional.empty();
    }

    /** Reads all words through their codes, and writes back what was read. */
    default ScrubCounts scrub() {
        return ScrubCounts.NONE;
    }

    /** What reading guarded words comes to now. */
    default ReadCounts counts() {
        return ReadCounts.NONE;
    }

    /** Bytes of the host or the device that they take. */
    long bytes();

    /** Whether a region has words that are numbers as they are. */
    default boolean isPlain(Region region) {
        return true;
    }

    @Override
    void close();
}
