package org.fitact.nn.delta;

import java.util.Arrays;

/**
 * A value of a network for one image: as it is, and as it is under a change. What differs is known by its indices, so that to
 * follow a change and to forget it costs as much as the change is large.
 */
final class Value {

    private final float[] clean;
    private final float[] now;
    private final int[] changed;
    private int count;
    private float cleanMagnitude;
    private float magnitude;

    Value(int elements) {
        clean = new float[elements];
        now = new float[elements];
        changed = new int[elements];
    }

    /** Has been given another image: {@link #clean} was overwritten. */
    void seen() {
        System.arraycopy(clean, 0, now, 0, now.length);
        count = 0;
        cleanMagnitude = 0;
        for (float element : clean) {
            cleanMagnitude = Math.max(cleanMagnitude, Math.abs(element));
        }
        magnitude = 0;
    }

    int elements() {
        return clean.length;
    }

    /** Without a change. */
    float[] clean() {
        return clean;
    }

    /** Under the change. */
    float[] now() {
        return now;
    }

    /** Indices of what differs, the first {@link #count}, in no order. */
    int[] changed() {
        return changed;
    }

    int count() {
        return count;
    }

    boolean differs() {
        return count > 0;
    }

    /** Gives an element its number under the change; one that it had before does not make it differ. */
    void set(int index, float number) {
        float before = clean[index];
        if (Float.floatToRawIntBits(number) == Float.floatToRawIntBits(before)) {
            return;
        }
        if (Float.floatToRawIntBits(now[index]) == Float.floatToRawIntBits(before)) {
            changed[count++] = index;
        }
        now[index] = number;
        magnitude = Math.max(magnitude, Math.abs(number)); // NaN stays
    }

    void setAll(float[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            set(i, numbers[i]);
        }
    }

    /** Forgets the change. */
    void reset() {
        for (int i = 0; i < count; i++) {
            now[changed[i]] = clean[changed[i]];
        }
        count = 0;
        magnitude = 0;
    }

    /** The largest magnitude of what differs; NaN or infinite if an element is. */
    float magnitude() {
        return magnitude;
    }

    /** How much larger its largest magnitude is than without the change, 1 or more. */
    double growth() {
        return Math.max(1, magnitude / Math.max(cleanMagnitude, Float.MIN_NORMAL));
    }

    /** Elements that are not 0 under the change. */
    int nonZero() {
        int some = 0;
        for (float element : now) {
            some += element != 0 ? 1 : 0;
        }
        return some;
    }

    /** What differs, to be compared with what differs under another change. */
    Difference difference() {
        int[] indices = Arrays.copyOf(changed, count);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = now[indices[i]];
        }
        return new Difference(indices, numbers);
    }

    /** Elements that differ, with their numbers. */
    record Difference(int[] indices, float[] numbers) {

        /** Whether a value differs just so now. */
        boolean isOf(Value value) {
            if (value.count != indices.length) {
                return false;
            }
            for (int i = 0; i < indices.length; i++) {
                // As many elements differ, so it is enough that those of this do so to the same bits.
                if (Float.floatToRawIntBits(value.now[indices[i]]) != Float.floatToRawIntBits(numbers[i])) {
                    return false;
                }
            }
            return true;
        }
    }
}
