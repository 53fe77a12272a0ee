package org.fitact.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.zip.CRC32C;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialOutcome;

/**
 * Rows of the table of trials, checked: types, ranges and checksum. A row that fails is refused with its place.
 *
 * @param path of the file, for messages
 * @param version of the file's schema
 */
record TrialRows(Path path, int version) {

    /**
     * A row.
     *
     * @param identity SHA-256 of what the outcome depends on; empty in files that do not say
     */
    record Row(TrialKey key, TrialOutcome outcome, String identity) {}

    /** What {@link #read} needs of every row. */
    String select() {
        return version == 1
                ? "SELECT scheme, rate, trial, flips, correct, images, seconds FROM trials"
                : "SELECT scheme, rate, trial, flips, correct, images, seconds, sha256, checksum FROM trials "
                        + "LEFT JOIN identities ON identity = number";
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
                    value(row, 7, Double.class, "seconds"));
            return new Row(key, outcome, version == 1 ? "" : checked(row, key, outcome));
        } catch (IllegalArgumentException e) {
            throw refused(place, e.getMessage(), e);
        }
    }

    /** CRC-32C of everything in a row, so that a number that was changed in the file is not taken for a measured one. */
    static long checksum(String identity, TrialKey key, TrialOutcome outcome) {
        byte[] names = (identity + "\n" + key.scheme()).getBytes(StandardCharsets.UTF_8);
        ByteBuffer row = ByteBuffer.allocate(names.length + 3 * Long.BYTES + 3 * Integer.BYTES);
        row.put(names).putDouble(key.rate()).putInt(key.trial());
        row.putLong(outcome.flips()).putInt(outcome.correct()).putInt(outcome.images());
        row.putDouble(outcome.seconds());
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
