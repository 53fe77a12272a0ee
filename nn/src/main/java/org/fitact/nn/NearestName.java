package org.fitact.nn;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Helps a user who misspelt a name: finds the known name that was probably meant. */
public final class NearestName {

    private NearestName() {}

    /**
     * The error for a name that is not known, such as {@code unknown model 'vgg61': did you mean 'vgg16'? (known: …)}.
     *
     * @param kind what the name stands for, such as {@code data set}
     * @param known all names, in the order in which they are listed
     */
    public static IllegalArgumentException unknown(String kind, String name, Collection<String> known) {
        String suggestion =
                of(name, known).map(near -> ": did you mean '" + near + "'?").orElse("");
        return new IllegalArgumentException(
                "unknown " + kind + " '" + name + "'" + suggestion + " (known: " + String.join(", ", known) + ")");
    }

    /**
     * The known name at the smallest distance, upper and lower case alike; the first on a tie. Empty where even that is
     * too far to be a slip: more than a third of the longer name's letters, unless one name begins with the other.
     */
    public static Optional<String> of(String name, Collection<String> known) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(candidate -> isNear(wanted, candidate.toLowerCase(Locale.ROOT)))
                .min(Comparator.comparingInt(candidate -> distance(wanted, candidate.toLowerCase(Locale.ROOT))));
    }

    private static boolean isNear(String a, String b) {
        int shorter = Math.min(a.length(), b.length());
        int longer = Math.max(a.length(), b.length());
        boolean isPrefix = shorter >= 2 && (a.startsWith(b) || b.startsWith(a));
        return isPrefix || distance(a, b) <= Math.max(1, longer / 3);
    }

    /**
     * Damerau–Levenshtein distance in its restricted form (optimal string alignment): the fewest insertions, deletions,
     * substitutions and swaps of neighbouring letters, no letter touched twice, that turn {@code a} into {@code b}.
     */
    static int distance(String a, String b) {
        int[] beforePrevious = new int[b.length() + 1];
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            current[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] oldest = beforePrevious;
            beforePrevious = previous;
            previous = current;
            current = oldest;
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
                if (isSwap(a, i, b, j)) {
                    current[j] = Math.min(current[j], beforePrevious[j - 2] + 1);
                }
            }
        }
        return current[b.length()];
    }

    /** Do the last two letters of the prefixes {@code a[0, i)} and {@code b[0, j)} differ by their order only? */
    private static boolean isSwap(String a, int i, String b, int j) {
        return i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    }
}
