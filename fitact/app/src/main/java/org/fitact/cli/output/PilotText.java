package org.fitact.cli.output;

import java.util.ArrayList;
import java.util.List;
import org.fitact.reproduce.PilotResult;
import org.fitact.text.AlignedTable;
import org.fitact.text.Numbers;
import org.fitact.text.Times;

/** What pilots propose, for people. */
public final class PilotText {

    private PilotText() {}

    public static String of(List<PilotResult> results) {
        StringBuilder text = new StringBuilder();
        results.forEach(result -> text.append(of(result)));
        return text.toString();
    }

    private static String of(PilotResult result) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "scheme",
                "rate",
                "sd of trials, %",
                "trials needed on " + result.images() + " images",
                "cheapest design"));
        result.points().forEach(point -> rows.add(row(point)));
        return result.network() + ", intervals of ± " + Numbers.percent(result.halfWidth()) + " points:\n"
                + AlignedTable.of(1, rows)
                + "  the campaign: up to " + result.trials() + " trials a point on " + result.images()
                + " images, about "
                + Times.about(result.seconds()) + "\n";
    }

    private static List<String> row(PilotResult.Point point) {
        return List.of(
                point.scheme(),
                Numbers.rate(point.rate()),
                Numbers.percent(point.sdOfTrials()),
                Integer.toString(point.trialsNeeded()),
                point.bestTrials() + " trials × " + point.bestImages() + " images, about "
                        + Times.about(point.bestSeconds()));
    }
}
