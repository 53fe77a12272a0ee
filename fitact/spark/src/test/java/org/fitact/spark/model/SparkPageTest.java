package org.fitact.spark.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of docs/spark.md are those of the committed simulations, and these are what the program would find now. */
class SparkPageTest {

    private static final Path DOCUMENTS = Path.of("..", "..", "docs");
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"resnet50", "short"})
    void tablesAreThoseOfTheSimulation(String name) throws IOException {
        JsonNode results = JSON.readTree(
                DOCUMENTS.resolve("results/spark/" + name + ".json").toFile());
        ClusterModel model = JSON.treeToValue(results.path("model"), ClusterModel.class);
        List<SimulatedCampaign> campaigns = new ArrayList<>();
        for (JsonNode campaign : results.path("campaigns")) {
            campaigns.add(JSON.treeToValue(campaign, SimulatedCampaign.class));
        }
        assertEquals(10, campaigns.size());
        for (SimulatedCampaign some : List.of(campaigns.get(3), campaigns.getLast())) {
            assertEquals(some, ClusterSimulation.run(model, some.executors()));
        }
        String page = Files.readString(DOCUMENTS.resolve("spark.md"));
        assertTrue(page.contains("\n" + ModelTable.of(campaigns)), name + ": " + ModelTable.of(campaigns));
        String first = ModelTable.bottleneck(model, campaigns, 0.95);
        assertTrue(page.replaceAll("\\s+", " ").contains(first), name + ": " + first);
    }
}
