package org.fitact.cli.option;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fitact.campaign.CampaignSettings;
import org.fitact.cli.value.MisuseError;
import org.fitact.fault.kind.NoKind;
import org.fitact.store.TrialStore;
import org.fitact.study.StudyFolder;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code --grow}: a finished campaign is asked for more. */
public final class GrowOption {

    /** What may be more. */
    private static final Set<String> GROWING =
            Set.of("--trials", "--rates", "--transient-rate", "--schemes", "--half-width");

    @OfTheRun
    @Option(
            names = "--grow",
            description =
                    "Go on with a finished campaign with more --trials, --rates up to its largest, or --schemes than "
                            + "it had; what it has is not run again.")
    private boolean grow;

    public boolean isGiven() {
        return grow;
    }

    /** The options that may be typed anew. */
    public Set<String> mayDiffer() {
        return grow ? GROWING : Set.of();
    }

    /**
     * Remembers what was typed. Everything that the campaign has must be asked for again, so that the folder knows by its options
     * all that it has.
     *
     * @throws MisuseError if there is no campaign, or less is asked for than it has; it names what is left out
     */
    public void begin(
            CommandSpec command,
            StudyFolder out,
            CampaignSettings settings,
            List<String> schemes,
            Map<String, String> resolved)
            throws IOException {
        if (!Files.exists(out.trials())) {
            throw new MisuseError(
                    out.trials() + " is not there, so there is no campaign to grow: check --out, or leave "
                            + "--grow out to begin one");
        }
        JsonNode study;
        try (TrialStore store = TrialStore.open(out.trials())) {
            study = store.study();
        }
        List<String> lacking = lacking(study, settings, schemes);
        if (!lacking.isEmpty()) {
            throw new MisuseError("--grow adds to what " + out.path() + " has, but this leaves out "
                    + String.join(", ", lacking) + ": name what there is as well");
        }
        StudyOptions.remember(command, out, resolved);
    }

    private static List<String> lacking(JsonNode study, CampaignSettings settings, List<String> schemes) {
        List<String> lacking = new ArrayList<>();
        study.path("rates").forEach(rate -> {
            if (!settings.rates().contains(rate.doubleValue())) {
                lacking.add((settings.faults() instanceof NoKind ? "--transient-rate " : "--rates ") + rate);
            }
        });
        study.path("schemes").forEach(scheme -> {
            if (!schemes.contains(scheme.asText())) {
                lacking.add("--schemes " + scheme.asText());
            }
        });
        int trials = study.path("stopping").path("maxTrials").asInt();
        if (settings.stopping().maxTrials() < trials) {
            lacking.add("--trials " + trials);
        }
        return lacking;
    }
}
