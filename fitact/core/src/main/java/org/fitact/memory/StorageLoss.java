package org.fitact.memory;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fitact.tensor.number.TensorEncoding;

/**
 * What a tensor lost when it was stored, beyond the rounding of its numbers.
 *
 * @param tensor its name
 * @param format of its words
 * @param words how many it has
 * @param beyondRange those whose number lies beyond the range of the format: saturated, or wrapped around
 * @param allZero whether every number but 0 was too small for the format, and the tensor is nothing but zeros now
 */
@JsonPropertyOrder({"tensor", "format", "words", "beyondRange", "allZero"})
public record StorageLoss(String tensor, String format, int words, int beyondRange, boolean allZero) {

    private static final int NAMED = 3;

    /**
     * Counts what was lost.
     *
     * @param format by its name
     * @param values of the tensor
     * @param words in which they were stored
     * @return empty if nothing was
     */
    static Optional<StorageLoss> of(
            String tensor, String format, TensorEncoding encoding, float[] values, int[] words) {
        int beyond = 0;
        int numbers = 0;
        int vanished = 0;
        for (int i = 0; i < values.length; i++) {
            beyond += encoding.holds(values[i]) ? 0 : 1;
            numbers += values[i] != 0 ? 1 : 0;
            vanished += values[i] != 0 && encoding.decode(words[i], i) == 0 ? 1 : 0;
        }
        boolean allZero = numbers > 0 && vanished == numbers;
        return beyond > 0 || allZero
                ? Optional.of(new StorageLoss(tensor, format, values.length, beyond, allZero))
                : Optional.empty();
    }

    /** All of a network's in a line, the first tensors by name; empty if there are none. */
    public static Optional<String> summary(List<StorageLoss> losses) {
        if (losses.isEmpty()) {
            return Optional.empty();
        }
        String named = losses.stream().limit(NAMED).map(StorageLoss::text).collect(Collectors.joining(", "));
        int more = losses.size() - NAMED;
        return Optional.of(named + (more > 0 ? ", and " + more + (more == 1 ? " tensor more" : " tensors more") : ""));
    }

    private String text() {
        return allZero
                ? tensor + ": all numbers are 0 in " + format
                : String.format(Locale.ROOT, "%s: %d of %d numbers beyond %s", tensor, beyondRange, words, format);
    }
}
