package org.fitact.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fitact.nn.NearestName;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.BackendProvider;
import org.fitact.tensor.backend.Backends;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options that every command takes. */
public final class CommonOptions {

    /** The fastest backend for the CPU, whichever that is here. */
    private static final String CPU = "cpu";

    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for what the command writes.")
    private Path out;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of everything random (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that compute (default: all processors). No result depends on it.")
    private Integer threads;

    @Option(names = "--json", description = "Print the result as one JSON object, for machines.")
    private boolean json;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = CPU,
            completionCandidates = Devices.class,
            description = "What computes: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private String device;

    /** The folder for results, if one was given. */
    public Optional<Path> out() {
        return Optional.ofNullable(out);
    }

    /** Seed of everything random. */
    public long seed() {
        return seed;
    }

    /** Whether the result is to be printed for machines. */
    public boolean json() {
        return json;
    }

    /** Threads that compute. */
    public int threads() {
        if (threads == null) {
            return BackendOptions.defaults().threads();
        }
        if (threads < 1) {
            throw misuse("--threads is " + threads + ", expected at least 1");
        }
        return threads;
    }

    /** What computes, as it was named. */
    public String device() {
        return device;
    }

    /**
     * Opens what {@code --device} names.
     *
     * @throws ParameterException for a name that no backend has
     * @throws UserError if the backend cannot be used on this machine; says why
     */
    public Backend openBackend() {
        BackendOptions options = new BackendOptions(threads());
        if (device.equals(CPU)) {
            return Backends.cpu(options);
        }
        List<String> known = new Devices();
        if (!known.contains(device)) {
            throw misuse(NearestName.unknown("device", device, known).getMessage());
        }
        try {
            return Backends.open(device, options);
        } catch (IllegalStateException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    private ParameterException misuse(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    /** The names that {@code --device} takes. */
    static final class Devices extends ArrayList<String> {

        private static final long serialVersionUID = 1L;

        Devices() {
            add(CPU);
            Backends.providers().stream().map(BackendProvider::name).sorted().forEach(this::add);
        }
    }
}
