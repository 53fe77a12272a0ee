package org.fitact.cli.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fitact.campaign.remote.ClusterTimes;
import org.fitact.cli.option.HelpOption;
import org.fitact.cli.option.JsonOption;
import org.fitact.cli.output.JsonOutput;
import org.fitact.cli.value.UserError;
import org.fitact.cli.value.Within;
import org.fitact.spark.model.ClusterModel;
import org.fitact.spark.model.ClusterSimulation;
import org.fitact.spark.model.ModelTable;
import org.fitact.spark.model.SimulatedCampaign;
import org.fitact.study.StudyFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fitact spark-model}: what a campaign takes on more executors than there are. */
@Command(
        name = "spark-model",
        description = {
            "Simulates a campaign on Apache Spark with more executors than there are, by what one was measured to take"
                    + " there, and says where their time goes.",
            "Options take the place of what was measured."
        },
        footer = {
            "",
            "Examples:",
            "  bin/fitact spark-model runs/two  # of a campaign that --spark has computed",
            "  bin/fitact spark-model runs/two --trials 200000 --schemes 2 --executors 1,8,64,512",
            "  bin/fitact spark-model --trial-seconds 14 --spread 0.5 --scheme-bytes 1e8 --out runs/model.json"
        })
final class SparkModelCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double EFFICIENT = 0.95;

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private JsonOption json;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "Folder of a campaign that was computed by --spark: its times are the model's.")
    private Path folder;

    @Mixin
    private ModelOptions options;

    @Within("[1, 100000]")
    @Option(
            names = "--executors",
            split = ",",
            defaultValue = "1,2,5,10,20,50,100,200,500,1000",
            description = "Of one core each (default: ${DEFAULT-VALUE}).")
    private List<Integer> executors;

    @Option(names = "--out", paramLabel = "FILE", description = "Also write model and results as JSON.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        ClusterModel measured = folder == null ? ClusterModel.ASSUMED : ClusterModel.ASSUMED.fitted(times());
        ClusterModel model = options.over(measured);
        List<SimulatedCampaign> campaigns = executors.stream()
                .map(count -> ClusterSimulation.run(model, count))
                .toList();
        Map<String, Object> results = new LinkedHashMap<>();
        results.put("model", model);
        results.put("campaigns", campaigns);
        if (out != null) {
            JsonOutput.save(out, results);
        }
        json.print(spec, results, console -> {
            console.print(ModelTable.of(campaigns));
            console.println();
            console.println(ModelTable.bottleneck(model, campaigns, EFFICIENT));
        });
        return ExitCode.OK;
    }

    private ClusterTimes times() throws IOException {
        Path file = new StudyFolder(folder).results();
        if (!Files.isRegularFile(file)) {
            throw new UserError(file + ": no such file, expected the results of a campaign");
        }
        try {
            JsonNode cluster = JSON.readTree(file.toFile()).path("provenance").path("cluster");
            if (!cluster.isObject() || cluster.path("trials").asLong() < 1) {
                throw new UserError(file + ": no trial of its last run was computed by --spark, expected some");
            }
            return JSON.treeToValue(cluster, ClusterTimes.class);
        } catch (JsonProcessingException e) {
            throw new UserError(file + ": " + e.getOriginalMessage(), e);
        }
    }
}
