package org.fitact.cli.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.nn.image.source.DataSets;
import org.fitact.nn.image.source.DataSource;
import org.fitact.tensor.backend.BackendProvider;
import org.fitact.tensor.backend.Backends;

/** What a machine offers. The components are the fields of {@code fitact doctor --json}. */
public record Diagnosis(Machine machine, List<Device> backends, Gpu gpu, List<Data> dataSets) {

    /**
     * A backend.
     *
     * @param description what it runs on here, or null if it cannot be used
     * @param unavailable why it cannot be used here, or null if it can
     * @param components optional parts, with what was found of each
     */
    public record Device(String name, String description, String unavailable, Map<String, String> components) {}

    /**
     * A data set.
     *
     * @param embedded whether it is part of the program
     * @param folder where it was found, or null
     */
    public record Data(String name, String summary, boolean embedded, String folder) {}

    /** Looks at this machine. */
    public static Diagnosis of(Path dataDir) {
        return new Diagnosis(
                Machine.here(),
                Backends.providers().stream().map(Diagnosis::device).toList(),
                Gpu.here(),
                dataSets(dataDir));
    }

    /** All data sets, and where they lie. */
    public static List<Data> dataSets(Path dataDir) {
        return DataSets.all().stream().map(source -> data(source, dataDir)).toList();
    }

    private static Device device(BackendProvider provider) {
        Optional<String> reason = provider.unavailable();
        String description = reason.isEmpty() ? provider.description() : null;
        return new Device(provider.name(), description, reason.orElse(null), provider.components());
    }

    private static Data data(DataSource source, Path dataDir) {
        String folder = source.find(dataDir).map(Path::toString).orElse(null);
        return new Data(source.name(), source.summary(), source.isEmbedded(), folder);
    }
}
