package org.fitact.report;

import java.util.List;
import org.fitact.results.FaultFreeLoss;
import org.fitact.text.Numbers;

/** What a reader is told of a scheme that costs too much where there are no faults. */
public final class LossWarning {

    private LossWarning() {}

    /** A sentence for each loss that is too large, in their order. */
    public static List<String> of(List<FaultFreeLoss> losses) {
        return losses.stream()
                .filter(FaultFreeLoss::tooLarge)
                .map(LossWarning::of)
                .toList();
    }

    /** The sentence, whatever the loss. */
    public static String of(FaultFreeLoss loss) {
        return loss.scheme() + " costs " + Numbers.percent(loss.loss()) + " points without any fault: "
                + Numbers.percent(loss.unprotected()) + " % of the " + loss.images()
                + " images are classified correctly "
                + "without it and " + Numbers.percent(loss.hardened()) + " % with it; δ allows "
                + Numbers.percent(loss.delta()) + " and " + Numbers.percent(FaultFreeLoss.MARGIN)
                + " more is put down to chance.";
    }
}
