package org.fitact.fault;

import org.fitact.tensor.random.PhiloxRandom;

/**
 * Bursts of adjacent bits are flipped, as one particle does that crosses several cells. A burst covers {@code length}
 * bits upwards from its first one, in the order of the memory: from the highest bit of a word it goes on with the
 * lowest of the next. It ends at the end of the memory; bits that the filter excludes lie under it but are not hit;
 * where two bursts overlap, a bit is flipped once.
 *
 * @param length bits of a burst, 1 or more
 * @param starts the first bit of every burst, such as an {@link ExactCount} or a {@link BitErrorRate} of bursts per bit
 */
public record Burst(int length, BitPlacement starts) implements FaultModel {

    public Burst {
        if (length < 1) {
            throw new IllegalArgumentException("burst of " + length + " bits, expected 1 or more");
        }
    }

    /** A number of bursts in every trial. */
    public Burst(int length, int count) {
        this(length, new ExactCount(count));
    }

    /** A probability of every bit to be the start of a burst. */
    public Burst(int length, double rate) {
        this(length, new BitErrorRate(rate));
    }

    @Override
    public FaultPattern sample(EligibleBits bits, PhiloxRandom random) {
        FaultPattern.Builder builder = FaultPattern.builder(FaultOperation.FLIP);
        starts.draw(bits, random, rank -> strike(bits, rank, builder));
        return builder.build();
    }

    private void strike(EligibleBits bits, long rank, FaultPattern.Builder builder) {
        int address = bits.address(rank);
        int position = bits.position(rank);
        for (int i = 0; i < length && address < bits.space().words(); i++) {
            if (bits.contains(address, position)) {
                builder.add(address, position);
            }
            position++;
            if (position == bits.space().formatAt(address).width()) {
                address++;
                position = 0;
            }
        }
    }
}
