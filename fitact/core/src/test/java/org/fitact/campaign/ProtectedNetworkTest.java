package org.fitact.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.ParameterKind;
import org.fitact.fault.Region;
import org.fitact.fault.kind.FlipKind;
import org.fitact.memory.Deployment;
import org.fitact.memory.HiddenParity;
import org.fitact.memory.StoredNetwork;
import org.fitact.memory.code.MemoryCode;
import org.fitact.memory.code.NoCode;
import org.fitact.memory.code.ReadCounts;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Node;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.ComputationCheck;
import org.fitact.protect.Protection;
import org.fitact.protect.Protections;
import org.fitact.protect.Toy;
import org.fitact.stats.StoppingRule;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.junit.jupiter.api.Test;

/** A scheme that leaves the graph as it is, and guards the memory and the computation. */
class ProtectedNetworkTest {

    private static final Deployment DEPLOYMENT = new Deployment(FixedPoint.DEFAULT, true, 25);
    private static final double RATE = 1e-5;
    private static final int TRIALS = 6;

    /** Weights under a parity, and a check that counts the steps it sees. */
    private static final class Guard implements Protection {

        private final List<String> steps = new ArrayList<>();

        @Override
        public String name() {
            return "guard";
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public String summary() {
            return "a parity bit in each weight, zero where it is wrong";
        }

        @Override
        public MemoryCode code(Region region) {
            return region.kind() == ParameterKind.WEIGHT ? new HiddenParity(1) : NoCode.NONE;
        }

        @Override
        public List<ComputationCheck> checks(Graph graph, Map<String, Object> details) {
            return List.of(new ComputationCheck() {
                @Override
                public BitSet found() {
                    return new BitSet();
                }

                @Override
                public void done(Node step, Buffer value, int batch) {
                    steps.add(step.name());
                }
            });
        }
    }

    @Test
    void isDeployedGuardedAndWatchedAsItsSchemeWantsIt() {
        Guard guard = new Guard();
        try (Network network = Toy.network(Toy.REFERENCE);
                EvaluationSet images = Toy.upload(Toy.REFERENCE, Toy.images(20, 9));
                StoredNetwork memory = new ProtectedNetwork(guard, network).deploy(DEPLOYMENT)) {
            for (Region region : memory.space().regions()) {
                assertEquals(guard.code(region), region.code(), region.name());
            }
            images.correct(memory.plan());
            assertEquals("fc3", guard.steps.getLast());
            assertEquals(
                    List.copyOf(guard.steps).stream().distinct().toList(), guard.steps, "one batch, each step once");
        }
    }

    @Test
    void itsCampaignHasTheFaultsOfTheOthersAndOtherWords() {
        CampaignSettings settings = new CampaignSettings(
                List.of(RATE), StoppingRule.exactly(TRIALS), new FlipKind(), FaultFilter.ALL, DEPLOYMENT, 42);
        Map<TrialKey, TrialOutcome> found = new LinkedHashMap<>();
        try (Network network = Toy.network(Toy.REFERENCE);
                EvaluationSet images = Toy.upload(Toy.REFERENCE, Toy.images(40, 9))) {
            List<CampaignScheme> schemes = CampaignScheme.of(
                    List.of(
                            new ProtectedNetwork(Protections.baseline(), network),
                            new ProtectedNetwork(new Guard(), network)),
                    settings);
            assertNotEquals(schemes.getFirst().words(), schemes.getLast().words());
            new Campaign(settings, schemes, images, images, TrialLog.inMemory(found)).run((_, _, _) -> {});
        }
        int kept = 0;
        int lost = 0;
        long detected = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            TrialOutcome none = found.get(new TrialKey("none", RATE, trial));
            TrialOutcome guarded = found.get(new TrialKey("guard", RATE, trial));
            assertEquals(none.flips(), guarded.flips());
            assertEquals(Optional.empty(), none.reading(), "nothing guards it");
            ReadCounts reading = guarded.reading().orElseThrow();
            detected += reading.detected();
            assertEquals(0, reading.missed(), "hardly ever two flips in a word");
            lost += none.correct();
            kept += guarded.correct();
        }
        assertTrue(detected > 0);
        assertTrue(kept > lost, kept + " with a parity, " + lost + " without");
    }
}
