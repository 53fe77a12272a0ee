package org.fitact.cli.output;

import java.util.List;
import java.util.Locale;
import org.fitact.reproduce.PilotResult;

/** What pilots propose, for people. */
public final class PilotText {

    private PilotText() {}

    public static String of(List<PilotResult> results) {
        StringBuilder text = new StringBuilder();
        for (PilotResult result : results) {
            line(text, "%s, intervals of ± %.1f points:", result.network(), 100 * result.halfWidth());
            line(
                    text,
                    "  %-14s %8s %16s %20s   %s",
                    "scheme",
                    "rate",
                    "sd of trials, %",
                    "trials needed on",
                    "cheapest");
            line(text, "  %-14s %8s %16s %20s   %s", "", "", "", result.images() + " images", "design");
            for (PilotResult.Point point : result.points()) {
                line(
                        text,
                        "  %-14s %8.0e %16.1f %20d   %d trials x %d images, %.0f s",
                        point.scheme(),
                        point.rate(),
                        100 * point.sdOfTrials(),
                        point.trialsNeeded(),
                        point.bestTrials(),
                        point.bestImages(),
                        point.bestSeconds());
            }
            line(
                    text,
                    "  the campaign: up to %d trials a point on %d images, about %.0f min",
                    result.trials(),
                    result.images(),
                    Math.ceil(result.seconds() / 60));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
