package org.fitact.study.map;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.fitact.identity.Identity;
import org.fitact.nn.InvalidFileException;
import org.fitact.study.StateFile;
import org.fitact.vulnerability.MapState;
import org.fitact.vulnerability.Strata;

/** How far a map is, in a file: a {@link StateFile} that is held against the strata of the map. */
public final class MapStateFile {

    private final StateFile<MapState> file;

    public MapStateFile(Path file, Identity identity) {
        this.file = new StateFile<>(file, identity, MapState.class, "map");
    }

    /** Whether there is something to go on with. */
    boolean exists() {
        return file.exists();
    }

    public void write(MapState state) throws IOException {
        file.write(state);
    }

    /** Writes where that was not done for some seconds. */
    void writeNowAndThen(Supplier<MapState> state) {
        file.writeNowAndThen(state);
    }

    /**
     * Reads it.
     *
     * @param strata of the map
     * @param images with which a fault may be met
     * @throws InvalidFileException if it is none, or of another map; it names the first field that differs
     */
    public MapState read(Strata strata, int images) throws IOException {
        MapState state = file.read();
        try {
            state.requireOf(strata, images);
        } catch (IllegalArgumentException e) {
            throw file.refused(e);
        }
        return state;
    }
}
