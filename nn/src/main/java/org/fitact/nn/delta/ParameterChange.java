package org.fitact.nn.delta;

/**
 * Elements of one parameter that have other numbers.
 *
 * @param parameter its name
 * @param indices of the elements, ascending; not to be modified
 * @param numbers that they have now, in the same order; not to be modified
 */
public record ParameterChange(String parameter, int[] indices, float[] numbers) {

    /** @throws IllegalArgumentException unless there is a number for every index, and one at least */
    public ParameterChange {
        if (indices.length == 0 || indices.length != numbers.length) {
            throw new IllegalArgumentException("a change of " + parameter + " has " + indices.length + " indices and "
                    + numbers.length + " numbers, expected as many, and one at least");
        }
    }
}
