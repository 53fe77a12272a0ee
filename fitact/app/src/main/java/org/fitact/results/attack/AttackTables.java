package org.fitact.results.attack;

import java.util.List;
import java.util.Locale;
import org.fitact.results.attack.AttackResults.Flip;
import org.fitact.results.attack.AttackResults.OfScheme;
import org.fitact.results.attack.AttackResults.Point;

/** What an attack did, as CSV. */
public final class AttackTables {

    /** A list of faults needs two. */
    private static final int FEWEST_TRIALS = 2;

    private AttackTables() {}

    /** Accuracies by scheme and number of flips. */
    public static String curves(AttackResults attack) {
        StringBuilder text = new StringBuilder("scheme,flips,loss,correct,images,accuracy,low,high\n");
        for (OfScheme scheme : attack.schemes()) {
            for (Point point : scheme.curve()) {
                text.append(String.format(
                        Locale.ROOT,
                        "%s,%d,%s,%d,%d,%s,%s,%s\n",
                        scheme.scheme(),
                        point.flips(),
                        point.loss(),
                        point.correct(),
                        attack.testImages(),
                        point.accuracy(),
                        point.ci95().low(),
                        point.ci95().high()));
            }
        }
        return text.toString();
    }

    /**
     * The flips as {@code campaign --replay} strikes them: trial t has the first t + 1 flips of each scheme, or all where it has no
     * more, so that the trials of a campaign are the points of the curve.
     */
    public static String flips(AttackResults attack) {
        int trials = attack.schemes().stream()
                .mapToInt(scheme -> scheme.made().size())
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder("scheme,trial,tensor,index,bit\n");
        for (OfScheme scheme : attack.schemes()) {
            for (int trial = 0; trial < Math.max(FEWEST_TRIALS, trials); trial++) {
                List<Flip> made = scheme.made()
                        .subList(0, Math.min(trial + 1, scheme.made().size()));
                for (Flip flip : made) {
                    text.append(String.format(
                            Locale.ROOT,
                            "%s,%d,%s,%d,%d\n",
                            scheme.scheme(),
                            trial,
                            flip.tensor(),
                            flip.index(),
                            flip.bit()));
                }
            }
        }
        return text.toString();
    }
}
