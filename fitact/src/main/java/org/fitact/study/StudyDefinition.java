package org.fitact.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.deploy.DeployedNetwork;
import org.fitact.nn.model.Network;

/** The definition of a study in its trial store. */
public final class StudyDefinition {

    private static final ObjectMapper JSON = new ObjectMapper();

    private StudyDefinition() {}

    /** Everything that the numbers depend on, and nothing else. */
    public static JsonNode of(
            String dataset, List<ProtectedNetwork> schemes, CampaignSettings settings, int images, int testImages) {
        Network network = schemes.getFirst().network();
        ObjectNode study = JSON.createObjectNode();
        study.put("model", network.architecture().model());
        study.put("dataset", dataset);
        study.put("parameters", network.parameterCount());
        study.put("bounds", network.neurons());
        study.set(
                "schemes",
                JSON.valueToTree(schemes.stream().map(ProtectedNetwork::scheme).toList()));
        study.set("rates", JSON.valueToTree(settings.rates()));
        study.set("stopping", JSON.valueToTree(settings.stopping()));
        study.put("images", images);
        study.put("testImages", testImages);
        study.put("seed", settings.seed());
        study.put("faults", settings.faults().toString());
        study.put("filter", settings.filter().toString());
        study.put("format", settings.deployment().arithmetic().toString());
        // Left out where it says nothing new, so that a store from before there was a choice can be resumed.
        if (!settings.deployment()
                .boundArithmetic()
                .equals(settings.deployment().arithmetic())) {
            study.put("boundFormat", settings.deployment().boundArithmetic().toString());
        }
        study.put("batchNormFolded", settings.deployment().foldBatchNorm());
        ObjectNode memory = study.putObject("memory");
        for (ProtectedNetwork scheme : schemes) {
            try (DeployedNetwork deployed = DeployedNetwork.of(scheme.network(), settings.deployment())) {
                memory.put(scheme.scheme(), Long.toHexString(deployed.checksum()));
            }
        }
        return study;
    }
}
