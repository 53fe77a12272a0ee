package org.fitact.nn.onnx.file;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.fitact.nn.InvalidFileException;

/**
 * The numbers of tensors that lie in other files: in the folder of the model or below it, which neither a path nor a link may
 * lead out of. What a file has is held against what a tensor needs before memory is taken for it.
 */
final class ExternalData {

    /** Of all tensors together, as a model itself may have. */
    private static final long MOST_BYTES = Integer.MAX_VALUE;

    private final OnnxFile model;
    private long taken;

    ExternalData(OnnxFile model) {
        this.model = model;
    }

    /** Where a tensor's numbers lie, as the file says. */
    private record Place(String location, long offset, long length) {}

    /**
     * The bytes of a tensor, little endian.
     *
     * @param where for messages: the initialiser's name, or the node that holds it
     * @param bytes how many its shape demands
     */
    ByteBuffer read(String where, TensorProto tensor, long bytes) throws InvalidFileException {
        Place place = place(where, tensor, bytes);
        if (place.length() != bytes) {
            throw model.invalid(where + " external data's length", Long.toString(place.length()), bytes + " bytes");
        }
        try {
            Path file = confined(where, place.location());
            long size = Files.size(file);
            if (place.offset() < 0 || place.offset() > size - bytes) {
                String end = "bytes " + place.offset() + " to " + (place.offset() + bytes);
                throw model.invalid(
                        where + " external data", end, "bytes of " + place.location() + ", which has " + size);
            }
            taken += bytes;
            if (taken > MOST_BYTES) {
                String all = where + " external data, with that of the tensors before,";
                throw model.invalid(all, taken + " bytes", "at most " + MOST_BYTES);
            }
            return read(where, file, place.offset(), Math.toIntExact(bytes));
        } catch (InvalidFileException e) {
            throw e;
        } catch (IOException | InvalidPathException e) {
            throw model.invalid(
                    where + " external data", "'" + OnnxFile.brief(place.location()) + "'", "a file that can be read");
        }
    }

    private Place place(String where, TensorProto tensor, long bytes) throws InvalidFileException {
        Map<String, String> entries = new HashMap<>();
        for (StringStringEntryProto entry : tensor.getExternalDataList()) {
            if (entries.put(entry.getKey(), entry.getValue()) != null) {
                throw model.invalid(where + " external data", "'" + OnnxFile.brief(entry.getKey()) + "' twice", "once");
            }
        }
        String location = entries.getOrDefault("location", "");
        if (location.isEmpty()) {
            throw model.invalid(where + " external data's location", "missing", "a file beside this one");
        }
        return new Place(location, number(where, entries, "offset", 0), number(where, entries, "length", bytes));
    }

    private long number(String where, Map<String, String> entries, String name, long missing)
            throws InvalidFileException {
        String text = entries.get(name);
        try {
            return text == null ? missing : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw model.invalid(where + " external data's " + name, "'" + OnnxFile.brief(text) + "'", "a number");
        }
    }

    /** The file itself, behind all links, if it lies where it may. */
    private Path confined(String where, String location) throws IOException {
        Path folder = model.path().toAbsolutePath().getParent().toRealPath();
        Path named = Path.of(location);
        boolean inside =
                !named.isAbsolute() && folder.resolve(named).normalize().startsWith(folder);
        Path file = inside ? folder.resolve(named).toRealPath() : folder;
        if (!inside || !file.startsWith(folder) || !Files.isRegularFile(file)) {
            String found = "'" + OnnxFile.brief(location) + "'";
            throw model.invalid(where + " external data's location", found, "a file in the folder of the model");
        }
        return file;
    }

    private ByteBuffer read(String where, Path file, long offset, int bytes) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file)) {
            while (data.hasRemaining()) {
                if (channel.read(data, offset + data.position()) < 0) {
                    throw model.invalid(where + " external data", "cut short while it was read", bytes + " bytes");
                }
            }
        }
        return data.flip();
    }
}
