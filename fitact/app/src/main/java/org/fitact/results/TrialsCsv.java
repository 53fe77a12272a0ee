package org.fitact.results;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.fitact.campaign.TrialOutcome;
import org.fitact.measure.AlarmCounts;
import org.fitact.measure.CheckCounts;
import org.fitact.measure.Consequences;
import org.fitact.measure.TransientCounts;
import org.fitact.memory.code.ReadCounts;

/** Every trial as a line of {@code trials.csv}, for other programs; what is not known of one is empty. */
public final class TrialsCsv {

    private static final String HEADER = "scheme,rate,trial,flips,correct,images,accuracy,averaged,sdc1,sdc5,critical,"
            + "improved,due,masked,mean_confidence_change,worst_confidence_change,"
            + "blocks,corrected,detected,miscorrected,missed,"
            + "threshold,outputs,cut,alarms,alarms_detected,"
            + "transient_flips,struck,checks_detected,checks_missed,checks_harmful,false_alarms,seconds\n";
    private static final int CONSEQUENCES = 8;
    private static final int READING = 5;
    private static final int ALARM = 5;
    private static final int TRANSIENTS = 2;
    private static final int CHECKS = 4;

    private TrialsCsv() {}

    /** By scheme in a study's order, rate and number; with faults only. */
    public static String of(List<String> schemes, TrialTable trials) {
        StringBuilder text = new StringBuilder(HEADER);
        for (String scheme : schemes) {
            for (double rate : trials.rates(scheme)) {
                for (Map.Entry<Integer, TrialOutcome> trial :
                        trials.outcomes(scheme, rate).entrySet()) {
                    text.append(String.format(Locale.ROOT, "%s,%s,%d,", scheme, rate, trial.getKey()))
                            .append(line(trial.getValue()))
                            .append('\n');
                }
            }
        }
        return text.toString();
    }

    private static String line(TrialOutcome outcome) {
        String averaged = outcome.averaged().isPresent()
                ? Double.toString(outcome.averaged().getAsDouble())
                : "";
        String consequences = outcome.consequences().map(TrialsCsv::cells).orElse(",".repeat(CONSEQUENCES - 1));
        return String.join(
                ",",
                Long.toString(outcome.flips()),
                Integer.toString(outcome.correct()),
                Integer.toString(outcome.images()),
                Double.toString(outcome.plainAccuracy()),
                averaged,
                consequences,
                outcome.reading().map(TrialsCsv::cells).orElse(",".repeat(READING - 1)),
                outcome.alarm().map(TrialsCsv::cells).orElse(",".repeat(ALARM - 1)),
                outcome.transients().map(TrialsCsv::cells).orElse(",".repeat(TRANSIENTS - 1)),
                outcome.checks().map(TrialsCsv::cells).orElse(",".repeat(CHECKS - 1)),
                String.format(Locale.ROOT, "%.4f", outcome.seconds()));
    }

    private static String cells(ReadCounts found) {
        return String.format(
                Locale.ROOT,
                "%d,%d,%d,%d,%d",
                found.blocks(),
                found.corrected(),
                found.detected(),
                found.miscorrected(),
                found.missed());
    }

    private static String cells(AlarmCounts found) {
        return String.format(
                Locale.ROOT,
                "%d,%d,%d,%d,%d",
                found.threshold(),
                found.outputs(),
                found.cut(),
                found.alarms(),
                found.detected());
    }

    private static String cells(TransientCounts found) {
        return found.flips() + "," + found.struck();
    }

    private static String cells(CheckCounts found) {
        return found.detected() + "," + found.missed() + "," + found.harmful() + "," + found.falseAlarms();
    }

    private static String cells(Consequences found) {
        List<Number> cells = List.of(
                found.sdc1(),
                found.sdc5(),
                found.critical(),
                found.improved(),
                found.due(),
                found.masked(),
                found.meanConfidenceChange(),
                found.worstConfidenceChange());
        return cells.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
