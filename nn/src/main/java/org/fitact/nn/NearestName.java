package org.fitact.nn;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Helps a user who misspelt a name: finds the known name that is nearest by edit distance. */
public final class NearestName {

    private NearestName() {}

    /**
     * The error for a name that is not known, such as {@code unknown data set 'cifar': did you mean 'cifar10'? (known:
     * …)}.
     *
     * @param kind what the name stands for, such as {@code data set}
     * @param known all names, at least one
     */
    public static IllegalArgumentException unknown(String kind, String name, Collection<String> known) {
        return new IllegalArgumentException("unknown " + kind + " '" + name + "': did you mean '" + of(name, known)
                + "'? (known: " + String.join(", ", known) + ")");
    }

    /** The known name with the smallest edit distance to {@code name}, upper and lower case alike; the first on a tie. */
    public static String of(String name, Collection<String> known) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return known.stream()
                .min(Comparator.comparingInt(candidate -> editDistance(wanted, candidate.toLowerCase(Locale.ROOT))))
                .orElseThrow(() -> new IllegalArgumentException("no names are known"));
    }

    /** Levenshtein's distance: insertions, deletions and substitutions, each at cost 1. */
    static int editDistance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[b.length()];
    }
}
