package org.fitact.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fitact.estimate.Estimator;
import org.fitact.fault.BitSelector;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.ParameterKind;
import org.fitact.fault.kind.FaultKind;
import org.fitact.fault.kind.FaultKinds;
import org.fitact.fault.kind.FlipKind;
import org.fitact.fault.kind.NoKind;
import org.fitact.fault.sampling.Sampling;
import org.fitact.memory.Deployment;
import org.fitact.memory.FormatRule;
import org.fitact.memory.RegionCodes;
import org.fitact.memory.code.RegionPart;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.graph.pass.Fusion;
import org.fitact.stats.StoppingRule;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.number.BitClass;
import org.fitact.tensor.number.NumberFormat;
import org.fitact.tensor.number.TensorFormat;
import org.fitact.transients.TransientFaults;
import org.fitact.transients.TransientTarget;

/**
 * Settings of a campaign, read back from the definition of its study: a definition has everything that numbers depend on, so a
 * campaign can be gone on with, or helped with, by whoever has that. Whether all of it was read is seen by defining the study again.
 */
public final class StudySettings {

    private StudySettings() {}

    /**
     * Reads settings.
     *
     * @param study as {@link StudyDefinition#of} gives it
     * @param guarded tensors that codes may guard, of which only what they store is in a definition; empty for all
     * @throws IllegalArgumentException for a kind of faults that has no name by which it is found, such as those of a list
     */
    public static CampaignSettings of(JsonNode study, Optional<Set<String>> guarded) {
        JsonNode conditions = study.path(StudyDefinition.CONDITIONS);
        JsonNode stopping = study.path("stopping");
        return new CampaignSettings(
                list(study.path("rates")).stream().map(JsonNode::doubleValue).toList(),
                new StoppingRule(
                        stopping.path("halfWidth").doubleValue(),
                        stopping.path("minTrials").intValue(),
                        stopping.path("maxTrials").intValue()),
                kind(conditions.path("faults")),
                filter(conditions.path("filter")),
                deployment(conditions.path("deployment"), guarded),
                conditions.path("seed").longValue(),
                new Estimator(
                        conditions.has("estimator") ? Estimator.Kind.AVERAGED : Estimator.Kind.PLAIN,
                        study.path("worst").asDouble(1)),
                conditions.path("scrubs").asInt(0),
                Optional.of(conditions.path("transients"))
                        .filter(JsonNode::isObject)
                        .map(StudySettings::transients));
    }

    private static FaultKind kind(JsonNode faults) {
        FaultKind kind = kind(faults.path("kind").asText());
        if (!(kind instanceof FlipKind) || !faults.has(FlipKind.SAMPLING)) {
            return kind;
        }
        String name = faults.path(FlipKind.SAMPLING).asText();
        return new FlipKind(Sampling.named(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "sampling " + name + ", expected one of " + List.of(Sampling.values()))));
    }

    private static FaultKind kind(String name) {
        NoKind none = new NoKind();
        if (name.equals(none.name())) {
            return none;
        }
        String written = name.replace('_', '-');
        if (!FaultKinds.names().contains(written)) {
            throw new IllegalArgumentException("faults of kind " + written
                    + " are not found by their name elsewhere, expected one of " + FaultKinds.names());
        }
        return FaultKinds.named(written);
    }

    private static FaultFilter filter(JsonNode filter) {
        Set<ParameterKind> kinds = set(filter.path("kinds"), ParameterKind.class);
        Optional<Set<RegionPart>> parts =
                Optional.of(filter.path("parts")).filter(JsonNode::isArray).map(some -> set(some, RegionPart.class));
        JsonNode bits = filter.path("bits");
        BitSelector selector = bits.has("positions")
                ? new BitSelector.Positions(list(bits.path("positions")).stream()
                        .map(JsonNode::intValue)
                        .collect(Collectors.toSet()))
                : new BitSelector.Classes(set(bits.path("classes"), BitClass.class));
        return new FaultFilter(texts(filter.path("layers")), kinds, selector, parts);
    }

    /** Formats are an arithmetic's where inference is in integers, and codes a scheme's. */
    private static Deployment deployment(JsonNode deployment, Optional<Set<String>> guarded) {
        List<FormatRule> formats = list(deployment.path("formats")).stream()
                .map(rule -> new FormatRule(
                        texts(rule.path("layers")),
                        set(rule.path("kinds"), ParameterKind.class),
                        NumberFormats.ofIdentity(rule.path("format"))))
                .toList();
        Fusion fusion = deployment.path("boundsApart").asBoolean()
                ? Fusion.ALL_BUT_BOUNDS
                : constant(deployment.path("fusion").asText(Fusion.ALL.name()), Fusion.class);
        return new Deployment(
                format(deployment, "arithmetic"),
                format(deployment, "boundArithmetic"),
                formats,
                RegionCodes.NONE,
                deployment.path("foldBatchNorm").booleanValue(),
                deployment.path("batchSize").intValue(),
                guarded,
                fusion);
    }

    private static TensorFormat format(JsonNode deployment, String field) {
        return deployment.has(field) ? NumberFormats.ofIdentity(deployment.path(field)) : FixedPoint.DEFAULT;
    }

    private static TransientFaults transients(JsonNode transients) {
        JsonNode count = transients.path("count");
        TransientFaults.Count flips = count.isNumber()
                ? new TransientFaults.Count.Fixed(count.doubleValue())
                : count.asText().equals("one")
                        ? new TransientFaults.Count.One()
                        : new TransientFaults.Count.OfCampaign();
        // Where inference is in integers, what is struck are its own words.
        NumberFormat format = transients.has("format")
                ? (NumberFormat) NumberFormats.ofIdentity(transients.path("format"))
                : TransientFaults.AS_COMPUTED;
        return new TransientFaults(
                set(transients.path("targets"), TransientTarget.class),
                Set.copyOf(texts(transients.path("ops"))),
                format,
                flips);
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> all = new ArrayList<>();
        array.forEach(all::add);
        return all;
    }

    private static List<String> texts(JsonNode array) {
        return list(array).stream().map(JsonNode::asText).toList();
    }

    private static <E extends Enum<E>> Set<E> set(JsonNode array, Class<E> type) {
        return texts(array).stream().map(name -> constant(name, type)).collect(Collectors.toSet());
    }

    /** In small letters, as identities have it. */
    private static <E extends Enum<E>> E constant(String name, Class<E> type) {
        return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
    }
}
