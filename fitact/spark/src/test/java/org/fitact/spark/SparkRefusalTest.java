package org.fitact.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.fitact.campaign.Campaign;
import org.fitact.campaign.CampaignScheme;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.campaign.StudyDefinition;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialLog;
import org.fitact.campaign.TrialOutcome;
import org.fitact.campaign.remote.ClusterException;
import org.fitact.campaign.remote.PartitionScheduler;
import org.fitact.campaign.remote.TrialCluster;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.kind.FlipKind;
import org.fitact.memory.Deployment;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.ImageSet;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.Protections;
import org.fitact.protect.Toy;
import org.fitact.stats.StoppingRule;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An executor that would compute something else than the study is refused, by its name and that of the field. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SparkRefusalTest {

    private static final String REFUSED =
            "scheme none cannot be computed as in this study by executor driver on 127.0.0.1: ";
    private static final ImageSet IMAGES = Toy.images(20, 21);

    @BeforeEach
    void thisMachineIsAllThatThereIs() {
        System.setProperty("spark.driver.host", "127.0.0.1");
        System.setProperty("spark.driver.bindAddress", "127.0.0.1");
    }

    @AfterEach
    void forgetTheAddress() {
        System.clearProperty("spark.driver.host");
        System.clearProperty("spark.driver.bindAddress");
    }

    /**
     * Why a study is refused.
     *
     * @param change what the study says otherwise than the network and the images that are sent
     * @param sent images of a trial
     */
    private static String refusal(Consumer<JsonNode> change, ImageSet sent) {
        CampaignSettings settings = new CampaignSettings(
                List.of(1e-4),
                StoppingRule.exactly(4),
                new FlipKind(),
                FaultFilter.ALL,
                new Deployment(FixedPoint.DEFAULT, true, 25),
                42);
        Map<TrialKey, TrialOutcome> trials = new LinkedHashMap<>();
        try (TrialCluster cluster = new SparkProvider().open("local[1]");
                Network network = Toy.network(Toy.REFERENCE);
                EvaluationSet images = Toy.upload(Toy.REFERENCE, IMAGES)) {
            List<CampaignScheme> schemes =
                    CampaignScheme.of(List.of(new ProtectedNetwork(Protections.baseline(), network)), settings);
            JsonNode study = StudyDefinition.of(
                    "toy",
                    schemes,
                    settings,
                    new StudyDefinition.Evaluated(IMAGES, IMAGES, Toy.data().normalisation()));
            change.accept(study);
            PartitionScheduler scheduler =
                    new PartitionScheduler(cluster, study, sent, Toy.data().normalisation());
            Campaign campaign = new Campaign(settings, schemes, images, images, TrialLog.inMemory(trials), scheduler);
            String message = assertThrows(ClusterException.class, () -> campaign.run((_, _, _) -> {}))
                    .getMessage();
            assertEquals(List.of(TrialKey.faultFree("none")), List.copyOf(trials.keySet()), "no trial of it is kept");
            return message;
        }
    }

    private static void assertRefused(String expected, String message) {
        assertTrue(message.startsWith(REFUSED + expected), message);
    }

    @Test
    void otherImages() {
        assertRefused("\"conditions.images.trial\" is \"", refusal(_ -> {}, Toy.images(20, 99)));
    }

    @Test
    void otherWords() {
        String message = refusal(study -> ((ObjectNode) study.at("/networks/none")).put("words", "0123"), IMAGES);
        assertRefused("\"network.words\" is \"", message);
        assertTrue(message.endsWith(" there and \"0123\" in the study"), message);
    }

    /** As where a backend of the study is not to be had. */
    @Test
    void otherNumerics() {
        assertRefused(
                "no backend is called \"abacus\"",
                refusal(study -> ((ObjectNode) study.at("/conditions/backend")).put("name", "abacus"), IMAGES));
    }
}
