package org.fitact.memory;

import org.fitact.nn.integer.IntegerPlan;
import org.fitact.nn.plan.Plan;

/** What becomes of the words of one tensor that reading a memory gave. */
@FunctionalInterface
interface ReadWords {

    /** @param indices of the words in the tensor, ascending */
    void write(int[] indices, int[] words);

    /** A plan computes with the numbers that they are. */
    static ReadWords of(Plan plan, int parameter, TensorReading reading) {
        return (indices, words) -> {
            float[] numbers = new float[words.length];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = reading.number(words[i], indices[i]);
            }
            plan.write(parameter, indices, numbers);
        };
    }

    /** A plan computes with the words. */
    static ReadWords of(IntegerPlan plan, TensorReading reading) {
        String name = reading.reader().region().name();
        return (indices, words) -> plan.write(name, indices, words);
    }
}
