package org.fitact.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialOutcome;
import org.fitact.measure.AlarmCounts;
import org.fitact.measure.CheckCounts;
import org.fitact.measure.Consequences;
import org.fitact.measure.TransientCounts;
import org.fitact.memory.code.ReadCounts;

/**
 * Rows of the table of trials, checked: types, ranges and checksum. A row that fails is refused with its place.
 *
 * @param path of the file, for messages
 * @param version of the file's schema
 */
record TrialRows(Path path, int version) {

    /** Columns of what a trial says beside its accuracy, all of them empty in rows of before. */
    static final List<String> CONSEQUENCES = List.of(
            "averaged REAL",
            "sdc1 INTEGER",
            "sdc5 INTEGER",
            "critical INTEGER",
            "improved INTEGER",
            "due INTEGER",
            "masked INTEGER",
            "mean_change REAL",
            "worst_change REAL");

    /** Columns of what reading a guarded memory came to, all of them empty where nothing guards it. */
    static final List<String> READING = List.of(
            "blocks INTEGER", "corrected INTEGER", "detected INTEGER", "miscorrected INTEGER", "missed INTEGER");

    /** Columns of what bounds cut, all of them empty where it was not asked for. */
    static final List<String> ALARM =
            List.of("threshold INTEGER", "outputs INTEGER", "cut INTEGER", "alarms INTEGER", "alarms_detected INTEGER");

    /** Columns of what struck the computation, all of them empty where nothing was to. */
    static final List<String> TRANSIENTS = List.of("transient_flips INTEGER", "struck INTEGER");

    /** Columns of what checks on the computation saw, all of them empty where there are none. */
    static final List<String> CHECKS = List.of(
            "checks_detected INTEGER", "checks_missed INTEGER", "checks_harmful INTEGER", "false_alarms INTEGER");

    private static final int FIRST_CONSEQUENCE = 10;
    private static final int FIRST_OF_READING = FIRST_CONSEQUENCE + CONSEQUENCES.size();
    private static final int FIRST_OF_ALARM = FIRST_OF_READING + READING.size();
    private static final int FIRST_OF_TRANSIENTS = FIRST_OF_ALARM + ALARM.size();
    private static final int FIRST_OF_CHECKS = FIRST_OF_TRANSIENTS + TRANSIENTS.size();
    private static final int WITH_CONSEQUENCES = 3;
    private static final int WITH_READING = 4;
    private static final int WITH_ALARM = 5;
    private static final int WITH_COMPUTATION = 6;

    /** The columns that a file of an earlier schema lacks. */
    static List<String> lackedBy(int version) {
        List<String> columns = new ArrayList<>();
        if (version < WITH_CONSEQUENCES) {
            columns.addAll(CONSEQUENCES);
        }
        if (version < WITH_READING) {
            columns.addAll(READING);
        }
        if (version < WITH_ALARM) {
            columns.addAll(ALARM);
        }
        if (version < WITH_COMPUTATION) {
            columns.addAll(TRANSIENTS);
            columns.addAll(CHECKS);
        }
        return columns;
    }

    /**
     * A row.
     *
     * @param identity SHA-256 of what the outcome depends on; empty in files that do not say
     */
    record Row(TrialKey key, TrialOutcome outcome, String identity) {}

    /** What {@link #read} needs of every row. */
    String select() {
        String first = "SELECT scheme, rate, trial, flips, correct, images, seconds";
        return switch (version) {
            case 1 -> first + " FROM trials";
            case 2 -> first + ", sha256, checksum FROM trials LEFT JOIN identities ON identity = number";
            default ->
                first + ", sha256, checksum, " + names(hadBy(version))
                        + " FROM trials LEFT JOIN identities ON identity = number";
        };
    }

    /** The columns that a file of a schema has beyond those of all. */
    private static List<String> hadBy(int version) {
        List<String> lacked = lackedBy(version);
        return lackedBy(0).stream().filter(column -> !lacked.contains(column)).toList();
    }

    private static String names(List<String> columns) {
        return columns.stream()
                .map(column -> column.substring(0, column.indexOf(' ')))
                .collect(Collectors.joining(", "));
    }

    /** Inserts a row: the columns of {@link #bind}, behind them its identity. */
    static String insert() {
        return "INSERT INTO trials (scheme, rate, trial, flips, correct, images, seconds, checksum, "
                + names(lackedBy(0))
                + ", identity) SELECT ?, ?, ?, ?, ?, ?, ?, ?"
                + ", ?".repeat(lackedBy(0).size())
                + ", number FROM identities WHERE sha256 = ?";
    }

    /** Sets the parameters of {@link #insert}. */
    static void bind(PreparedStatement statement, TrialKey key, TrialOutcome outcome, String identity)
            throws SQLException {
        List<Object> values = new ArrayList<>(List.of(
                key.scheme(),
                key.rate(),
                key.trial(),
                outcome.flips(),
                outcome.correct(),
                outcome.images(),
                outcome.seconds(),
                checksum(identity, key, outcome)));
        values.add(outcome.averaged().isPresent() ? outcome.averaged().getAsDouble() : null);
        values.addAll(outcome.consequences()
                .map(TrialRows::values)
                .orElse(Collections.nCopies(CONSEQUENCES.size() - 1, null)));
        values.addAll(outcome.reading().map(TrialRows::values).orElse(Collections.nCopies(READING.size(), null)));
        values.addAll(outcome.alarm().map(TrialRows::values).orElse(Collections.nCopies(ALARM.size(), null)));
        values.addAll(outcome.transients().map(TrialRows::values).orElse(Collections.nCopies(TRANSIENTS.size(), null)));
        values.addAll(outcome.checks().map(TrialRows::values).orElse(Collections.nCopies(CHECKS.size(), null)));
        values.add(identity);
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
    }

    private static List<Object> values(Consequences found) {
        return List.of(
                found.sdc1(),
                found.sdc5(),
                found.critical(),
                found.improved(),
                found.due(),
                found.masked(),
                found.meanConfidenceChange(),
                found.worstConfidenceChange());
    }

    private static List<Object> values(ReadCounts found) {
        return List.of(found.blocks(), found.corrected(), found.detected(), found.miscorrected(), found.missed());
    }

    private static List<Object> values(AlarmCounts found) {
        return List.of(found.threshold(), found.outputs(), found.cut(), found.alarms(), found.detected());
    }

    private static List<Object> values(TransientCounts found) {
        return List.of(found.flips(), found.struck());
    }

    private static List<Object> values(CheckCounts found) {
        return List.of(found.detected(), found.missed(), found.harmful(), found.falseAlarms());
    }

    /**
     * The row at which a result stands.
     *
     * @throws TrialStoreException if it holds what no campaign writes
     */
    Row read(ResultSet row) throws SQLException {
        String place = "trial " + shown(row, 3) + " of " + shown(row, 1) + " at rate " + shown(row, 2);
        try {
            TrialKey key = new TrialKey(
                    value(row, 1, String.class, "scheme"),
                    value(row, 2, Double.class, "rate"),
                    integer(row, 3, "trial"));
            TrialOutcome outcome = new TrialOutcome(
                    value(row, 4, Number.class, "flips").longValue(),
                    integer(row, 5, "correct"),
                    integer(row, 6, "images"),
                    value(row, 7, Double.class, "seconds"),
                    averaged(row),
                    consequences(row),
                    reading(row),
                    alarm(row),
                    transients(row),
                    checks(row));
            return new Row(key, outcome, version == 1 ? "" : checked(row, key, outcome));
        } catch (IllegalArgumentException e) {
            throw refused(place, e.getMessage(), e);
        }
    }

    /** CRC-32C of everything in a row, so that a number that was changed in the file is not taken for a measured one. */
    static long checksum(String identity, TrialKey key, TrialOutcome outcome) {
        byte[] names = (identity + "\n" + key.scheme()).getBytes(StandardCharsets.UTF_8);
        ByteBuffer row = ByteBuffer.allocate(names.length + 14 * Long.BYTES + 17 * Integer.BYTES);
        row.put(names).putDouble(key.rate()).putInt(key.trial());
        row.putLong(outcome.flips()).putInt(outcome.correct()).putInt(outcome.images());
        row.putDouble(outcome.seconds());
        outcome.averaged().ifPresent(row::putDouble);
        outcome.consequences()
                .ifPresent(found -> row.putInt(found.sdc1())
                        .putInt(found.sdc5())
                        .putInt(found.critical())
                        .putInt(found.improved())
                        .putInt(found.due())
                        .putInt(found.masked())
                        .putDouble(found.meanConfidenceChange())
                        .putDouble(found.worstConfidenceChange()));
        outcome.reading()
                .ifPresent(found -> row.putLong(found.blocks())
                        .putLong(found.corrected())
                        .putLong(found.detected())
                        .putLong(found.miscorrected())
                        .putLong(found.missed()));
        outcome.alarm()
                .ifPresent(found -> row.putInt(found.threshold())
                        .putLong(found.outputs())
                        .putLong(found.cut())
                        .putInt(found.alarms())
                        .putInt(found.detected()));
        outcome.transients().ifPresent(found -> row.putLong(found.flips()).putInt(found.struck()));
        outcome.checks()
                .ifPresent(found -> row.putInt(found.detected())
                        .putInt(found.missed())
                        .putInt(found.harmful())
                        .putInt(found.falseAlarms()));
        CRC32C crc = new CRC32C();
        crc.update(row.flip());
        return crc.getValue();
    }

    private static String checked(ResultSet row, TrialKey key, TrialOutcome outcome) throws SQLException {
        String identity = value(row, 8, String.class, "identity");
        long stored = value(row, 9, Number.class, "checksum").longValue();
        if (stored != checksum(identity, key, outcome)) {
            throw new IllegalArgumentException("its checksum does not fit what it holds");
        }
        return identity;
    }

    private OptionalDouble averaged(ResultSet row) throws SQLException {
        return version < WITH_CONSEQUENCES || row.getObject(FIRST_CONSEQUENCE) == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(value(row, FIRST_CONSEQUENCE, Double.class, "averaged"));
    }

    private Optional<Consequences> consequences(ResultSet row) throws SQLException {
        int first = FIRST_CONSEQUENCE + 1;
        if (version < WITH_CONSEQUENCES || row.getObject(first) == null) {
            return Optional.empty();
        }
        return Optional.of(new Consequences(
                integer(row, first, "sdc1"),
                integer(row, first + 1, "sdc5"),
                integer(row, first + 2, "critical"),
                integer(row, first + 3, "improved"),
                integer(row, first + 4, "due"),
                integer(row, first + 5, "masked"),
                value(row, first + 6, Double.class, "mean_change"),
                value(row, first + 7, Double.class, "worst_change")));
    }

    private Optional<ReadCounts> reading(ResultSet row) throws SQLException {
        if (version < WITH_READING || row.getObject(FIRST_OF_READING) == null) {
            return Optional.empty();
        }
        return Optional.of(new ReadCounts(
                count(row, FIRST_OF_READING, "blocks"),
                count(row, FIRST_OF_READING + 1, "corrected"),
                count(row, FIRST_OF_READING + 2, "detected"),
                count(row, FIRST_OF_READING + 3, "miscorrected"),
                count(row, FIRST_OF_READING + 4, "missed")));
    }

    private Optional<AlarmCounts> alarm(ResultSet row) throws SQLException {
        if (version < WITH_ALARM || row.getObject(FIRST_OF_ALARM) == null) {
            return Optional.empty();
        }
        return Optional.of(new AlarmCounts(
                integer(row, FIRST_OF_ALARM, "threshold"),
                count(row, FIRST_OF_ALARM + 1, "outputs"),
                count(row, FIRST_OF_ALARM + 2, "cut"),
                integer(row, FIRST_OF_ALARM + 3, "alarms"),
                integer(row, FIRST_OF_ALARM + 4, "alarms_detected")));
    }

    private Optional<TransientCounts> transients(ResultSet row) throws SQLException {
        if (version < WITH_COMPUTATION || row.getObject(FIRST_OF_TRANSIENTS) == null) {
            return Optional.empty();
        }
        return Optional.of(new TransientCounts(
                count(row, FIRST_OF_TRANSIENTS, "transient_flips"), integer(row, FIRST_OF_TRANSIENTS + 1, "struck")));
    }

    private Optional<CheckCounts> checks(ResultSet row) throws SQLException {
        if (version < WITH_COMPUTATION || row.getObject(FIRST_OF_CHECKS) == null) {
            return Optional.empty();
        }
        return Optional.of(new CheckCounts(
                integer(row, FIRST_OF_CHECKS, "checks_detected"),
                integer(row, FIRST_OF_CHECKS + 1, "checks_missed"),
                integer(row, FIRST_OF_CHECKS + 2, "checks_harmful"),
                integer(row, FIRST_OF_CHECKS + 3, "false_alarms")));
    }

    private static long count(ResultSet row, int column, String name) throws SQLException {
        return value(row, column, Number.class, name).longValue();
    }

    private static int integer(ResultSet row, int column, String name) throws SQLException {
        if (!(row.getObject(column) instanceof Integer value)) {
            throw unexpected(row, column, name);
        }
        return value;
    }

    private static <T> T value(ResultSet row, int column, Class<T> type, String name) throws SQLException {
        Object value = row.getObject(column);
        if (!type.isInstance(value) || (type == Number.class && value instanceof Double)) {
            throw unexpected(row, column, name);
        }
        return type.cast(value);
    }

    private static IllegalArgumentException unexpected(ResultSet row, int column, String name) throws SQLException {
        return new IllegalArgumentException(name + " is " + shown(row, column) + ", expected a value of its type");
    }

    private static String shown(ResultSet row, int column) throws SQLException {
        String text = String.valueOf(row.getObject(column)).replaceAll("\\p{Cntrl}+", " ");
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    private TrialStoreException refused(String place, String reason, Exception cause) {
        return new TrialStoreException(
                path + ": " + place + ": " + reason + "; the file was changed: remove it and run the campaign again",
                cause);
    }
}
