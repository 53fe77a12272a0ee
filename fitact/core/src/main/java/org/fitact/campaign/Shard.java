package org.fitact.campaign;

/**
 * A part of the trials of a campaign, for one of several processes: those whose number is {@code index} modulo {@code count}.
 *
 * @param index from 0
 * @param count of all parts
 */
public record Shard(int index, int count) {

    /** All trials. */
    public static final Shard ALL = new Shard(0, 1);

    /** @throws IllegalArgumentException unless {@code 0 <= index < count} */
    public Shard {
        if (count < 1 || index < 0 || index >= count) {
            throw new IllegalArgumentException(
                    "part " + (index + 1) + " of " + count + ", expected one from 1 to the number of parts");
        }
    }

    /**
     * Reads {@code 2/3}: the second of three parts.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Shard parse(String text) {
        if (!text.matches("\\d{1,6}/\\d{1,6}")) {
            throw new IllegalArgumentException("\"" + text + "\", expected a part of so many, such as 2/3");
        }
        int slash = text.indexOf('/');
        return new Shard(Integer.parseInt(text.substring(0, slash)) - 1, Integer.parseInt(text.substring(slash + 1)));
    }

    /** Whether a trial is one of this part. */
    public boolean has(int trial) {
        return trial % count == index;
    }

    @Override
    public String toString() {
        return (index + 1) + "/" + count;
    }
}
