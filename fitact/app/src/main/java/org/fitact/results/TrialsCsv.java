package org.fitact.results;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fitact.campaign.TrialOutcome;
import org.fitact.measure.AlarmCounts;
import org.fitact.measure.CheckCounts;
import org.fitact.measure.Consequences;
import org.fitact.measure.TransientCounts;
import org.fitact.memory.code.ReadCounts;

/** Every trial as a line of {@code trials.csv}, for other programs; what is not known of one is empty. */
public final class TrialsCsv {

    /** What the values of a column are; any may be empty. */
    public enum Type {
        TEXT,
        INTEGER,
        LONG,
        DOUBLE
    }

    /** A column by its name. */
    public record Column(String name, Type type) {}

    /** In their order. */
    public static final List<Column> COLUMNS = Stream.of(
                    columns(Type.TEXT, "scheme"),
                    columns(Type.DOUBLE, "rate"),
                    columns(Type.INTEGER, "trial"),
                    columns(Type.LONG, "flips"),
                    columns(Type.INTEGER, "correct", "images"),
                    columns(Type.DOUBLE, "accuracy", "averaged"),
                    columns(Type.INTEGER, "sdc1", "sdc5", "critical", "improved", "due", "masked"),
                    columns(Type.DOUBLE, "mean_confidence_change", "worst_confidence_change"),
                    columns(Type.LONG, "blocks", "corrected", "detected", "miscorrected", "missed"),
                    columns(Type.INTEGER, "threshold"),
                    columns(Type.LONG, "outputs", "cut"),
                    columns(Type.INTEGER, "alarms", "alarms_detected"),
                    columns(Type.LONG, "transient_flips"),
                    columns(Type.INTEGER, "struck", "checks_detected", "checks_missed", "checks_harmful"),
                    columns(Type.INTEGER, "false_alarms"),
                    columns(Type.DOUBLE, "seconds"))
            .flatMap(List::stream)
            .toList();

    private static final int CONSEQUENCES = 8;
    private static final int READING = 5;
    private static final int ALARM = 5;
    private static final int TRANSIENTS = 2;
    private static final int CHECKS = 4;

    private TrialsCsv() {}

    private static List<Column> columns(Type type, String... names) {
        return Stream.of(names).map(name -> new Column(name, type)).toList();
    }

    /** By scheme in a study's order, rate and number; with faults only. */
    public static String of(List<String> schemes, TrialTable trials) {
        StringBuilder text =
                new StringBuilder(COLUMNS.stream().map(Column::name).collect(Collectors.joining(",", "", "\n")));
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
