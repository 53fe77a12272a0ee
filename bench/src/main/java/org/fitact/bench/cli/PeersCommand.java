package org.fitact.bench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fitact.bench.report.PeersReport;
import org.fitact.bench.report.Provenance;
import org.fitact.bench.report.ReportFiles;
import org.fitact.bench.run.JmhRun;
import org.fitact.cli.value.MisuseError;
import org.fitact.cli.value.Names;
import org.fitact.cli.value.UserError;
import org.fitact.cli.value.Within;
import org.fitact.nn.onnx.OnnxImport;
import org.fitact.tensor.number.TensorFormat;
import org.openjdk.jmh.results.RunResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fitact bench peers}: the same networks in other engines. */
@Command(
        name = "peers",
        description =
                "Runs the same networks in other engines (ONNX Runtime and libtorch, which are downloaded for it), and "
                        + "compares.",
        footer = {
            "",
            "Examples:",
            "  bin/fitact bench peers --quick --out runs/peers",
            "  bin/fitact bench peers --models vgg16 --batch 1 --engines fitact,onnxruntime --format Q15.16",
            "  bin/fitact bench peers --onnx resnet18.onnx,mobilenet_v2.onnx --batch 1,8 --engines fitact,onnxruntime"
        })
final class PeersCommand implements Callable<Integer> {

    /** Compiled and packed with the Maven profile {@code peers} only. */
    private static final String BENCHMARK = "org.fitact.bench.peers.PeerInferenceBenchmark";

    @Mixin
    private BenchOptions options;

    @Option(
            names = "--models",
            split = ",",
            defaultValue = "alexnet,vgg16,resnet50",
            completionCandidates = Names.Models.class,
            description = "Networks (default: ${DEFAULT-VALUE}).")
    private List<String> models;

    @Option(
            names = "--onnx",
            split = ",",
            description =
                    "ONNX files in place of --models, as they are, at the size of their images (not in libtorch).")
    private List<Path> files = new ArrayList<>();

    @Within("[1, 65536]")
    @Option(names = "--batch", split = ",", description = "Images of an inference (default: 1,16,64; quick: 1).")
    private List<Integer> batches = new ArrayList<>();

    @Within("[1, 1000]")
    @Option(names = "--forks", description = "JVMs for every engine and cell, in turns (default: 3; quick: 1).")
    private Integer forks;

    @Option(
            names = "--engines",
            split = ",",
            defaultValue = "fitact,onnxruntime,libtorch",
            completionCandidates = Engines.class,
            description = "Engines, fitact among them (default: ${DEFAULT-VALUE}).")
    private List<String> engines;

    @Option(
            names = "--format",
            description =
                    "How the numbers are stored with which all engines compute, such as Q15.16, whose plan reads half the "
                            + "bytes (default: as they are).")
    private TensorFormat format;

    /** The engines by their names. */
    static final class Engines extends ArrayList<String> {

        private static final long serialVersionUID = 1L;
        private static final String OURS = "fitact";
        private static final String LIBTORCH = "libtorch";

        Engines() {
            super(List.of(OURS, "onnxruntime", LIBTORCH));
        }
    }

    @Override
    public Integer call() throws IOException {
        if (!engines.contains(Engines.OURS)) {
            throw new MisuseError("--engines", engines, Engines.OURS + " among them");
        }
        if (!options.device().isCpu()) {
            throw new MisuseError("--device", options.device(), "cpu, where the other engines run");
        }
        if (!files.isEmpty() && engines.contains(Engines.LIBTORCH)) {
            throw new MisuseError("--engines", engines, "no " + Engines.LIBTORCH + " beside --onnx");
        }
        requireBenchmark();
        Provenance provenance = options.provenance();
        int count = forks != null ? forks : options.quick() ? 1 : 3;
        List<RunResult> runs = new ArrayList<>();
        try (JmhRun jmh = new JmhRun(options.folder(), options::progress)) {
            for (int fork = 1; fork <= count; fork++) {
                for (String model : networks()) {
                    options.progress(model + ": fork " + fork + " of " + count);
                    runs.addAll(jmh.run(BENCHMARK, parameters(model), effort()));
                }
            }
        }
        List<Path> written = ReportFiles.write(options.folder(), new PeersReport(runs, provenance));
        options.printFiles(written);
        return ExitCode.OK;
    }

    private List<String> networks() throws IOException {
        List<String> paths = new ArrayList<>();
        for (Path file : files) {
            OnnxImport.read(file, file.getFileName().toString());
            paths.add(file.toAbsolutePath().toString());
        }
        return files.isEmpty() ? models : paths;
    }

    private JmhRun.Effort effort() {
        return options.quick() ? new JmhRun.Effort(1, 3, 5, 1000) : new JmhRun.Effort(1, 5, 5, 2000);
    }

    private Map<String, List<String>> parameters(String model) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        parameters.put("model", List.of(model));
        parameters.put("engine", engines);
        if (!files.isEmpty()) {
            parameters.put("activation", List.of("relu"));
        }
        if (format != null) {
            parameters.put("format", List.of(format.name()));
        }
        parameters.put("threads", List.of(Integer.toString(options.threads())));
        if (!batches.isEmpty() || options.quick()) {
            parameters.put(
                    "batch",
                    batches.isEmpty()
                            ? List.of("1")
                            : batches.stream().map(String::valueOf).toList());
        }
        return parameters;
    }

    private static void requireBenchmark() {
        try {
            Class.forName(BENCHMARK, false, PeersCommand.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new UserError(
                    "the other engines are not in this build; bin/fitact bench peers makes one that has them", e);
        }
    }
}
