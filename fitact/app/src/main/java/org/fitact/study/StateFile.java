package org.fitact.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.fitact.identity.Identity;
import org.fitact.identity.JsonDifference;
import org.fitact.nn.AtomicFile;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.json.JsonReader;

/**
 * How far some work is, in a file: with the identity of what its numbers depend on. It is written beside its place and moved.
 *
 * @param <S> the state, a record that JSON has
 */
public final class StateFile<S> {

    /** Between two writes of what goes on. */
    private static final long NANOS_BETWEEN_WRITES = 10_000_000_000L;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String IDENTITY = "identity";
    private static final String STATE = "state";

    private final Path file;
    private final Identity identity;
    private final Class<S> type;
    private final String work;
    private long written = System.nanoTime();

    /** @param work what is done, in a word, for messages */
    public StateFile(Path file, Identity identity, Class<S> type, String work) {
        this.file = file;
        this.identity = identity;
        this.type = type;
        this.work = work;
    }

    /** Whether there is something to go on with. */
    public boolean exists() {
        return Files.exists(file);
    }

    public void write(S state) throws IOException {
        ObjectNode tree = JSON.createObjectNode();
        tree.set(IDENTITY, identity.tree());
        tree.set(STATE, JSON.valueToTree(state));
        AtomicFile.write(file, JSON.writeValueAsBytes(tree));
        written = System.nanoTime();
    }

    /**
     * Writes where that was not done for some seconds.
     *
     * @throws UncheckedIOException if that fails
     */
    public void writeNowAndThen(Supplier<S> state) {
        if (System.nanoTime() - written > NANOS_BETWEEN_WRITES) {
            try {
                write(state.get());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** @throws InvalidFileException if it is none, or of other work; it names the first field that differs */
    public S read() throws IOException {
        ObjectNode tree = JsonReader.object(file);
        JsonReader reader = new JsonReader(file.toString(), "");
        JsonNode stored = reader.object(IDENTITY, tree.path(IDENTITY));
        Optional<JsonDifference> difference = JsonDifference.first(stored, identity.tree());
        if (difference.isPresent()) {
            throw other(
                    difference.get().path(),
                    difference.get().stored(),
                    difference.get().given());
        }
        return new JsonReader(file.toString(), STATE).read(reader.object(STATE, tree.path(STATE)), type);
    }

    /** That it is of other work. */
    public InvalidFileException other(String field, String stored, String given) {
        return new InvalidFileException(
                file,
                "the " + work + "'s " + field,
                stored,
                given + " as is asked for now; choose another folder for another " + work);
    }

    /** That its state cannot be. */
    public InvalidFileException refused(IllegalArgumentException reason) {
        return InvalidFileException.refused(file.toString(), STATE, reason);
    }
}
