package org.fitact.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.fitact.cli.doctor.Diagnosis;
import org.fitact.cli.doctor.Gpu;
import org.fitact.cli.doctor.Machine;
import org.fitact.cli.help.OutDefault;
import org.fitact.cli.option.DataDirOption;
import org.fitact.cli.option.HelpOption;
import org.fitact.cli.option.JsonOption;
import org.fitact.cli.option.OutOption;
import org.fitact.cli.output.JsonOutput;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.text.Bytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code fitact doctor}: what this machine offers, and what is missing. */
@OutDefault("nothing is written")
@Command(
        name = "doctor",
        description = "Shows what this machine offers: JDK, processor, memory, backends, GPU, data sets.",
        footer = {
            "",
            "Examples:",
            "  bin/fitact doctor",
            "  bin/fitact doctor --data-dir ~/data",
            "  bin/fitact doctor --json | jq .backends"
        })
final class DoctorCommand implements Callable<Integer> {

    /** What {@code --json} prints, and {@code doctor.json} holds. */
    record Result(
            String version,
            String commit,
            int threads,
            @JsonUnwrapped Diagnosis diagnosis) {}

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private OutOption out;

    @Mixin
    private JsonOption json;

    @Mixin
    private DataDirOption data;

    @Override
    public Integer call() throws IOException {
        Diagnosis diagnosis = Diagnosis.of(data.dataDir());
        Result result = new Result(
                BuildInfo.version(),
                BuildInfo.commit(),
                BackendOptions.defaults().threads(),
                diagnosis);
        if (out.out().isPresent()) {
            JsonOutput.save(out.out().get().resolve("doctor.json"), result);
        }
        Path dataDir = data.dataDir();
        json.print(spec, result, console -> print(console, result, dataDir));
        return ExitCode.OK;
    }

    private static void print(PrintWriter out, Result result, Path dataDir) {
        Diagnosis diagnosis = result.diagnosis();
        line(out, "fitact", result.version() + ", commit " + result.commit());
        printMachine(out, diagnosis.machine());
        line(out, "threads", result.threads() + " by default");
        for (Diagnosis.Device backend : diagnosis.backends()) {
            boolean usable = backend.unavailable() == null;
            line(
                    out,
                    "backend",
                    backend.name() + ": " + (usable ? backend.description() : "no, " + backend.unavailable()));
            backend.components().forEach((name, state) -> line(out, "", name + ": " + state));
        }
        Backends.withoutVectors()
                .ifPresent(reason -> line(out, "warning", "cpu is reference, many times slower than simd: " + reason));
        printGpu(out, diagnosis.gpu());
        for (Diagnosis.Data set : diagnosis.dataSets()) {
            line(out, "data set", set.name() + ": " + whereabouts(set, dataDir));
        }
    }

    private static void printMachine(PrintWriter out, Machine machine) {
        line(out, "JDK", machine.jdk());
        line(out, "", machine.jdkHome());
        line(out, "system", machine.system());
        line(out, "processor", machine.processor() + ", " + machine.cores() + " cores");
        line(out, "memory", Bytes.format(machine.memoryBytes()) + ", heap up to " + Bytes.format(machine.heapBytes()));
    }

    private static void printGpu(PrintWriter out, Gpu gpu) {
        if (gpu.nvidiaSmi() == null) {
            line(out, "GPU", "none that the NVIDIA driver knows (no nvidia-smi on the PATH)");
        } else if (gpu.problem() != null) {
            line(out, "GPU", gpu.nvidiaSmi() + ": " + gpu.problem());
        }
        gpu.devices().forEach(device -> line(out, "GPU", device));
        gpu.libraries()
                .forEach(library ->
                        line(out, "library", library.name() + ": " + (library.found() ? "yes" : "not found")));
    }

    private static String whereabouts(Diagnosis.Data set, Path dataDir) {
        if (set.embedded()) {
            return "embedded";
        }
        return set.folder() != null ? set.folder() : "not in " + dataDir + "; fitact data get " + set.name();
    }

    private static void line(PrintWriter out, String label, String value) {
        out.printf(Locale.ROOT, "%-10s %s%n", label, value);
    }
}
