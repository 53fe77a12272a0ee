package org.fitact.cli.option;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.fitact.tensor.backend.Backend;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The options of the commands that make a study: where it lies, its seed, what computes, and how the result is printed.
 * A command that has no use for one of them takes the others by themselves.
 */
public final class CommonOptions {

    @Mixin
    private HelpOption help;

    @Mixin
    private OutOption out;

    @Mixin
    private SeedOption seed;

    @Mixin
    private JsonOption json;

    @Mixin
    private DeviceOptions device;

    /** The folder for results, if one was given. */
    public Optional<Path> out() {
        return out.out();
    }

    /** Seed of everything random. */
    public long seed() {
        return seed.seed();
    }

    /** Prints a result as was asked for; see {@link JsonOption#print}. */
    public void print(CommandSpec command, Object result, Consumer<PrintWriter> text) {
        json.print(command, result, text);
    }

    /** Threads that compute. */
    public int threads() {
        return device.threads();
    }

    /** What was chosen among a backend's ways to compute. */
    public Map<String, String> choices() {
        return device.choices();
    }

    /** Opens what {@code --device} names; see {@link DeviceOptions#openBackend}. */
    public Backend openBackend() {
        return device.openBackend();
    }

    /** Opens one of several that compute side by side; see {@link DeviceOptions#openBackend(int)}. */
    public Backend openBackend(int workers) {
        return device.openBackend(workers);
    }
}
