package org.fitact.reproduce;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.fitact.memory.code.MemoryCodes;
import org.fitact.memory.code.NoCode;
import org.fitact.nn.NearestName;
import org.fitact.nn.graph.Site;
import org.fitact.protect.Coded;
import org.fitact.protect.HardeningSettings.PostTraining;
import org.fitact.protect.HardeningSettings.ResidualBounds;
import org.fitact.protect.Protection;
import org.fitact.protect.Protections;

/**
 * A variant of FitAct that differs from the default in one choice. The default stands in every group, as what the
 * others are compared with.
 *
 * @param id of its folder; rows of one id are one run
 * @param group the choice
 * @param name what was chosen
 * @param reference whether it is the default
 * @param scheme that is applied; null for the featured one
 * @param postTraining settings that differ from the network's; null for none
 * @param foldBatchNorm null for true
 * @param boundsAtRisk whether faults hit the bounds too; null for true
 * @param boundLogits whether bounds stand behind the last layer too; null for false
 * @param residualBounds where bounds stand in residual blocks; null for behind the sum
 * @param code of the memory, such as {@code vote+guard}; null for none
 */
public record Variant(
        String id,
        String group,
        String name,
        boolean reference,
        String scheme,
        @JsonProperty("postTraining") ObjectNode postTraining,
        Boolean foldBatchNorm,
        Boolean boundsAtRisk,
        Boolean boundLogits,
        ResidualBounds residualBounds,
        String code) {

    public static final String DEFAULT = "default";

    /** The id of the network without protection. */
    public static final String UNPROTECTED = Protections.baseline().name();

    private static final ObjectMapper JSON = new ObjectMapper();

    public Variant {
        scheme = scheme == null ? Protections.featured().name() : scheme;
        foldBatchNorm = foldBatchNorm == null || foldBatchNorm;
        boundsAtRisk = boundsAtRisk == null || boundsAtRisk;
        boundLogits = boundLogits != null && boundLogits;
        residualBounds = residualBounds == null ? ResidualBounds.SUM : residualBounds;
        code = code == null ? NoCode.NONE.name() : code;
    }

    /** The rows of a preset's ablation; the default stands in every group that has another row. */
    public static List<Variant> of(Preset.Ablation preset) {
        List<Variant> chosen = all().stream()
                .filter(variant -> preset.variants().isEmpty()
                        || preset.variants().contains(variant.id())
                        || List.of(DEFAULT, UNPROTECTED).contains(variant.id()))
                .toList();
        return chosen.stream()
                .filter(variant ->
                        chosen.stream().anyMatch(other -> other.group().equals(variant.group()) && !other.reference()))
                .toList();
    }

    /** @throws IllegalArgumentException for an id that no variant has; the message offers the nearest */
    static void requireKnown(List<String> ids) {
        List<String> known = all().stream().map(Variant::id).distinct().toList();
        for (String id : ids) {
            if (!known.contains(id)) {
                throw NearestName.unknown("variant", id, known);
            }
        }
    }

    /** All rows there are, from the program's resources. */
    static List<Variant> all() {
        return List.of(Resource.read("ablations.json", Variant[].class));
    }

    /** The scheme under the code. */
    Protection protection() {
        return Coded.of(Protections.named(scheme), MemoryCodes.parse(code));
    }

    /** Where bounds are put. */
    Set<Site.Kind> places() {
        return boundLogits ? EnumSet.of(Site.Kind.ACTIVATION, Site.Kind.LOGITS) : Site.Kind.USUAL;
    }

    /** The settings of a network with those of this variant in their place. */
    PostTraining postTraining(PostTraining ofNetwork, int epochs) {
        ObjectNode settings = JSON.valueToTree(ofNetwork);
        settings.put("epochs", epochs);
        if (postTraining != null) {
            settings.setAll(postTraining);
        }
        try {
            return JSON.treeToValue((JsonNode) settings, PostTraining.class);
        } catch (IOException e) {
            throw new UncheckedIOException("the ablation " + id, e);
        }
    }
}
