package org.fitact.verify;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.TrialKey;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.json.JsonReader;
import org.fitact.reproduce.NetworkPreset;

/**
 * The trials of one network as a {@code reproduction.json} tells of them: their accuracies, and the preset by which they ran, but
 * neither the words of their networks nor what else was counted.
 *
 * @param network its name in the preset
 * @param settings of the campaign
 * @param images test images of a trial
 * @param trials all under faults, by their accuracies
 * @param madeBy the command and the commit that the campaign ran by
 */
record CommittedTrials(String network, CampaignSettings settings, int images, RecordedTrials trials, String madeBy) {

    /**
     * Those of all networks that have some.
     *
     * @throws InvalidFileException if the file is none that {@code fitact reproduce} wrote; names the field
     */
    static List<CommittedTrials> read(Path file) throws IOException {
        ObjectNode results = JsonReader.object(file);
        JsonReader reader = new JsonReader(file.toString(), "");
        JsonNode preset = reader.object("preset", results.path("preset"));
        Map<String, NetworkPreset.Campaign> campaigns = new HashMap<>();
        for (JsonNode network : preset.path("networks")) {
            ObjectNode campaign = reader.object("preset.networks.campaign", network.path("campaign"));
            if (!campaign.has("sampling")) {
                campaign.putNull("sampling"); // as it is written, and was before there was one
            }
            campaigns.put(
                    network.path("name").asText(),
                    new JsonReader(file.toString(), "preset.networks.campaign")
                            .read(campaign, NetworkPreset.Campaign.class));
        }
        List<CommittedTrials> all = new ArrayList<>();
        for (JsonNode network : results.path("networks")) {
            String name = network.path("name").asText();
            SortedMap<TrialKey, Double> accuracies = accuracies(file, name, network.path("trials"));
            NetworkPreset.Campaign campaign = campaigns.get(name);
            if (accuracies.isEmpty() || campaign == null) {
                continue;
            }
            JsonNode provenance = network.path("results").path("provenance");
            all.add(new CommittedTrials(
                    name,
                    campaign.settings(preset.path("seed").asLong()),
                    campaign.images(),
                    RecordedTrials.ofAccuracies(accuracies),
                    provenance.path("command").asText("fitact reproduce") + " at commit "
                            + provenance.path("commit").asText("unknown")));
        }
        return all;
    }

    private static SortedMap<TrialKey, Double> accuracies(Path file, String network, JsonNode trials)
            throws InvalidFileException {
        SortedMap<TrialKey, Double> accuracies = new TreeMap<>();
        if (trials.isMissingNode()) {
            return accuracies;
        }
        String place = "networks." + network + ".trials";
        Map<String, Map<String, List<Double>>> byScheme =
                new JsonReader(file.toString(), place).read(trials, new TypeReference<>() {});
        for (Map.Entry<String, Map<String, List<Double>>> ofScheme : byScheme.entrySet()) {
            for (Map.Entry<String, List<Double>> ofRate : ofScheme.getValue().entrySet()) {
                double rate = rate(file, place, ofRate.getKey());
                for (int trial = 0; trial < ofRate.getValue().size(); trial++) {
                    accuracies.put(
                            new TrialKey(ofScheme.getKey(), rate, trial),
                            ofRate.getValue().get(trial));
                }
            }
        }
        return accuracies;
    }

    private static double rate(Path file, String place, String text) throws InvalidFileException {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new InvalidFileException(file.toString(), place, "\"" + text + "\"", "rates", e);
        }
    }
}
