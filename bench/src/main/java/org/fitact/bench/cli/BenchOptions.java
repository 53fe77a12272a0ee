package org.fitact.bench.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fitact.bench.Device;
import org.fitact.bench.report.Provenance;
import org.fitact.cli.help.OutDefault;
import org.fitact.cli.option.DeviceOptions;
import org.fitact.cli.option.HelpOption;
import org.fitact.cli.option.JsonOption;
import org.fitact.cli.option.OutOption;
import org.fitact.cli.output.Messages;
import org.fitact.tensor.backend.Backend;
import org.fitact.text.Numbers;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What every benchmark command takes beside the common options. */
@OutDefault("runs/bench-${COMMAND-NAME}")
final class BenchOptions {

    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Mixin
    private HelpOption help;

    @Mixin
    private OutOption out;

    @Mixin
    private JsonOption json;

    @Mixin
    private DeviceOptions device;

    @Option(names = "--quick", description = "Fewer cases, forks and iterations: a first look, not a result to cite.")
    private boolean quick;

    boolean quick() {
        return quick;
    }

    int threads() {
        return device.threads();
    }

    Device device() {
        return new Device(device.device(), device.choices());
    }

    Backend openBackend() {
        return device.openBackend();
    }

    /** The folder for results. */
    Path folder() {
        return out.out().orElse(Path.of("runs", "bench-" + command.name()));
    }

    /** Opens the device once, so that a wrong name is said before anything is forked; warns of a busy machine. */
    Provenance provenance() {
        try (Backend backend = device.openBackend()) {
            return provenance(command, backend, device.threads());
        }
    }

    /** The same of a command that has options of its own. */
    static Provenance provenance(CommandSpec command, Backend backend, int threads) {
        Provenance provenance = Provenance.now(typed(command), DeviceOptions.described(backend), threads);
        if (provenance.isBusy()) {
            Messages.say(
                    command,
                    "something else is running here (load " + Numbers.fixed(provenance.load(), 1)
                            + "): take times with care");
        }
        return provenance;
    }

    /** The whole command line, to be copied. */
    static String typed(CommandSpec command) {
        return "bin/fitact "
                + String.join(" ", command.root().commandLine().getParseResult().originalArgs());
    }

    /** Says on the error stream what is done. */
    void progress(String message) {
        Messages.say(command, message);
    }

    /** Says what was written. */
    void printFiles(List<Path> written) {
        List<String> names = written.stream().map(Path::toString).toList();
        json.print(command, Map.of("files", names), console -> names.forEach(console::println));
    }
}
