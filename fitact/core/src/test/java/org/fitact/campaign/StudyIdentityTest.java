package org.fitact.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.ParameterKind;
import org.fitact.fault.kind.FaultKind;
import org.fitact.fault.kind.FaultKinds;
import org.fitact.identity.Identity;
import org.fitact.memory.Deployment;
import org.fitact.memory.code.RegionPart;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.model.Models;
import org.fitact.protect.BoundSource;
import org.fitact.protect.BoundedActivation;
import org.fitact.protect.Bounds;
import org.fitact.protect.Toy;
import org.fitact.stats.StoppingRule;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.fixedpoint.Rounding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Studies that lie in folders can be gone on with: what they are known by stays to the byte what it was. */
class StudyIdentityTest {

    private static final Map<String, String> AS_EVER = Map.of(
            "flip", "22c08ea838bd25de4aef1aff3ee122bf9260be0cd9bf6caf6da05072b0f7948b",
            "exact", "08b94e68846ad6031a967668a67a45d8d9ea5be437cdd04dd2f43ec7a902b923",
            "burst-4", "dfa3ef65419c878dc4a55a4f91d78bcbd2239bd3f145cd1fb48f25ae72e8fdc9",
            "stuck-at-0", "30564928eaecb9e613dba527fdf25abe694322cc065088fe364babd07f1073e8",
            "stuck-at-1", "75edcabfd58cb76ab485fd99842c74fbfc3d0f4f6bbb17c57c1450ee56377efa");

    /** Its weights are sums and quotients of whole numbers, the same on every machine. */
    private static Network network() {
        Architecture lenet = new Architecture("lenet5", Shape.of(16, 16, 1), 4);
        return Models.create(lenet, Toy.REFERENCE, request -> {
            float[] values = new float[request.shape().elements()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (i * 37 % 101 - 50) / 64f;
            }
            return values;
        });
    }

    /** What a filter could say before tensors had company in memory, it still says in the same bytes. */
    @Test
    void filtersAreWrittenAsEver() {
        String bits = "{\"bits\":{\"classes\":[\"fraction\",\"integer\",\"sign\"],\"type\":\"classes\"},";
        assertEquals(
                bits + "\"kinds\":[\"bias\",\"bound\",\"norm\",\"weight\"],\"layers\":[\"*\"]}", json(FaultFilter.ALL));
        FaultFilter withoutBounds =
                FaultFilter.ALL.withKinds(ParameterKind.WEIGHT, ParameterKind.BIAS, ParameterKind.NORM);
        assertEquals(bits + "\"kinds\":[\"bias\",\"norm\",\"weight\"],\"layers\":[\"*\"]}", json(withoutBounds));
        assertEquals(FaultFilter.ALL, FaultFilter.ALL.withParts(RegionPart.values()));
        assertEquals(
                bits + "\"kinds\":[\"bias\",\"norm\",\"weight\"],\"layers\":[\"*\"],\"parts\":[\"check\"]}",
                json(withoutBounds.withParts(RegionPart.CHECK)));
    }

    private static String json(FaultFilter filter) {
        return Identity.of("x")
                .with("filter", filter)
                .build()
                .tree()
                .get("filter")
                .toString();
    }

    static List<FaultKind> kinds() {
        return FaultKinds.all();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void isThatOfTheFirstStudies(FaultKind kind) {
        FixedPoint arithmetic = new FixedPoint(QFormat.Q15_16, Rounding.HALF_EVEN, Overflow.SATURATE, 3);
        Deployment deployment = new Deployment(arithmetic, true, 25).withBounds(FixedPoint.of(QFormat.Q7_8));
        CampaignSettings settings = new CampaignSettings(
                List.of(1e-5, 1e-4), StoppingRule.exactly(4), kind, FaultFilter.ALL, deployment, 42);
        try (Network plain = network();
                Network bounded = network()) {
            new BoundedActivation(Policy.ZERO, Granularity.NEURON, BoundSource.GIVEN).install(bounded, site -> {
                float[] bounds = new float[site.neurons()];
                Arrays.fill(bounds, 3);
                return new Bounds(null, bounds);
            });
            List<ProtectedNetwork> schemes =
                    List.of(new ProtectedNetwork("none", plain), new ProtectedNetwork("bounded", bounded));
            JsonNode definition = StudyDefinition.of(
                    "toy",
                    CampaignScheme.of(schemes, settings),
                    settings,
                    new StudyDefinition.Evaluated(Toy.images(20, 21), Toy.images(40, 22), Normalisation.none(1)));
            assertEquals(
                    AS_EVER.get(kind.name()),
                    Identity.of("golden").with("definition", definition).build().sha256());
        }
    }
}
