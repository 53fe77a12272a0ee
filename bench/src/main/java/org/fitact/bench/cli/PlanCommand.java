package org.fitact.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fitact.bench.counts.BoundCounts;
import org.fitact.bench.report.LayerRow;
import org.fitact.bench.report.PlanReport;
import org.fitact.cli.option.DeviceOptions;
import org.fitact.cli.option.HelpOption;
import org.fitact.cli.option.JsonOption;
import org.fitact.cli.output.JsonOutput;
import org.fitact.cli.value.Names;
import org.fitact.cli.value.Within;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.model.Models;
import org.fitact.nn.plan.Plan;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fitact bench plan}: what the rule on shapes decides. */
@Command(
        name = "plan",
        description = {
            "Prints which algorithm every layer of a network takes, by the fixed rule on its shape; or,"
                    + " with --bounds, how many bounds schemes give the network.",
            "Nothing is timed."
        },
        footer = {
            "",
            "Examples:",
            "  bin/fitact bench plan --models vgg16 --batch 1,16,64",
            "  bin/fitact bench plan --models resnet50 --batch 16 --json",
            "  bin/fitact bench plan --models vgg16,alexnet --bounds"
        })
final class PlanCommand implements Callable<Integer> {

    private static final int CLASSES = 10;

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private JsonOption json;

    @Mixin
    private DeviceOptions device;

    @Option(
            names = {"--models", "--model"},
            split = ",",
            defaultValue = "vgg16",
            completionCandidates = Names.Models.class,
            description = "Networks, for 32×32 images and 10 classes (default: ${DEFAULT-VALUE}).")
    private List<String> models;

    @Within("[1, 65536]")
    @Option(
            names = "--batch",
            split = ",",
            defaultValue = "1,16,64",
            description = "Images of an inference (default: ${DEFAULT-VALUE}).")
    private List<Integer> batches;

    @Option(names = "--bounds", description = "Count the bounds of FitAct, ProAct, and of one for each layer.")
    private boolean bounds;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (bounds) {
            List<BoundCounts> counts = counts();
            if (json.json()) {
                JsonOutput.print(out, Map.of("bounds", counts));
            } else {
                out.print(BoundCounts.table(counts));
            }
            return ExitCode.OK;
        }
        List<LayerRow> all = new ArrayList<>();
        try (Backend backend = device.openBackend()) {
            for (String model : models) {
                for (int batch : batches) {
                    List<LayerRow> layers = layers(backend, model, batch);
                    all.addAll(layers);
                    if (!json.json()) {
                        out.println(model + ", batch " + batch + ", backend " + backend.name());
                        out.println(PlanReport.of(layers));
                    }
                }
            }
        }
        if (json.json()) {
            JsonOutput.print(out, Map.of("layers", all));
        }
        return ExitCode.OK;
    }

    private List<BoundCounts> counts() {
        List<BoundCounts> counts = new ArrayList<>();
        try (Backend backend = device.openBackend()) {
            for (String model : models) {
                try (Network network = zeros(backend, model)) {
                    counts.add(BoundCounts.of(model, network));
                }
            }
        }
        return counts;
    }

    private static Network zeros(Backend backend, String model) {
        Architecture architecture = new Architecture(model, Shape.of(32, 32, 3), CLASSES);
        return Models.create(
                architecture, backend, request -> new float[request.shape().elements()]);
    }

    private static List<LayerRow> layers(Backend backend, String model, int batch) {
        try (Network network = zeros(backend, model);
                Plan plan = Plan.of(network, batch, true)) {
            return plan.products().stream()
                    .map(product -> LayerRow.of(model, batch, product))
                    .toList();
        }
    }
}
