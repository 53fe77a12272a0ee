package org.fitact.campaign.remote;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.fitact.identity.ContentHash;

/** What partitions have in common as bytes, whatever they are of: that is what the first byte says. */
final class PartitionBytes {

    /** What a partition is of; the first byte is the place here. */
    enum Kind {
        TRIALS,
        FAULTS
    }

    /** Writes bytes. */
    @FunctionalInterface
    interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    private PartitionBytes() {}

    static byte[] written(Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writer.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A partition of a kind. */
    static byte[] of(Kind kind, Writer writer) {
        return written(out -> {
            out.writeByte(kind.ordinal());
            writer.write(out);
        });
    }

    /** @throws IOException if the bytes are none */
    static Kind kind(byte[] partition) throws IOException {
        int first = partition.length == 0 ? -1 : partition[0];
        if (first < 0 || first >= Kind.values().length) {
            throw new IOException("a partition begins with " + first + ", expected 0 to " + (Kind.values().length - 1));
        }
        return Kind.values()[first];
    }

    /** What stands behind the first byte. @throws IOException if it is of another kind */
    static DataInputStream open(byte[] partition, Kind expected) throws IOException {
        if (kind(partition) != expected) {
            throw new IOException("a partition of " + kind(partition) + ", expected one of " + expected);
        }
        return new DataInputStream(new ByteArrayInputStream(partition, 1, partition.length - 1));
    }

    /** What it has one by one, in its order, for messages. */
    static List<String> items(byte[] partition) throws IOException {
        return switch (kind(partition)) {
            case TRIALS ->
                TrialBytes.tasks(partition).stream()
                        .map(task -> "trial " + task.trial())
                        .toList();
            case FAULTS ->
                FaultBytes.partition(partition).images().stream()
                        .map(faults -> "image " + faults.image())
                        .toList();
        };
    }

    /** What {@link Attempts} compares: of each the first eight bytes of its SHA-256. */
    static byte[] digests(List<byte[]> items) {
        return written(out -> {
            for (byte[] item : items) {
                out.writeLong(
                        Long.parseUnsignedLong(new ContentHash().add(item).hex().substring(0, 16), 16));
            }
        });
    }
}
