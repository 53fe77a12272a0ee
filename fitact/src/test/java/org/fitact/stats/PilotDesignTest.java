package org.fitact.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PilotDesignTest {

    // c = np.array([[1,1,0,1,0],[1,0,0,1,0],[1,1,1,1,0],[0,1,0,0,0]], float); R, N = c.shape; m = c.mean()
    // MT = N*((c.mean(1)-m)**2).sum()/(R-1); MI = R*((c.mean(0)-m)**2).sum()/(N-1)
    // e = c - c.mean(1, keepdims=True) - c.mean(0, keepdims=True) + m; ME = (e**2).sum()/((R-1)*(N-1))
    // (MT-ME)/N, (MI-ME)/R, ME
    @Test
    void variancesAgreeWithTheAnalysisOfVariance() {
        boolean[][] correct = {
            {true, true, false, true, false},
            {true, false, false, true, false},
            {true, true, true, true, false},
            {false, true, false, false, false}
        };
        VarianceComponents components = VarianceComponents.of(correct);
        assertEquals(0.03333333333333333, components.trial(), 1e-12);
        assertEquals(0.08333333333333334, components.image(), 1e-12);
        assertEquals(0.16666666666666666, components.residual(), 1e-12);
    }

    @Test
    void variancesAreRecoveredFromASimulation() {
        Random random = new Random(5);
        boolean[][] correct = new boolean[400][300];
        for (boolean[] trial : correct) {
            double hurt = random.nextBoolean() ? 0.9 : 0.3;
            for (int i = 0; i < trial.length; i++) {
                trial[i] = random.nextDouble() < hurt;
            }
        }
        VarianceComponents components = VarianceComponents.of(correct);
        assertEquals(0.09, components.trial(), 0.01);
        assertEquals(0, components.image(), 0.002);
        assertEquals((0.09 + 0.21) / 2, components.residual(), 0.01);
    }

    @Test
    void trialsThatDifferMuchWantFewImages() {
        var design = new PilotDesign(new VarianceComponents(0.04, 0.001, 0.15), 0.01, 0.001, 2000);
        PilotDesign.Proposal proposal = design.propose(0.03, 1000);
        assertTrue(proposal.reachesTarget());
        assertTrue(proposal.halfWidth() <= 0.03);
        assertTrue(proposal.images() < 200, proposal::toString);
        assertTrue(proposal.trials() > 150, proposal::toString);
        double oneTrialLess = Sample.studentQuantile(proposal.trials() - 1)
                * Math.sqrt(design.components().ofMean(proposal.trials() - 1, proposal.images(), 2000));
        assertTrue(oneTrialLess > 0.03, "one trial less would have been enough");
    }

    @Test
    void imagesThatDifferMuchWantAllOfThem() {
        var design = new PilotDesign(new VarianceComponents(1e-6, 0.2, 1e-6), 0.01, 0.001, 500);
        assertEquals(500, design.propose(0.0015, 1000).images());
    }

    @Test
    void saysWhenTheTimeIsTooShort() {
        var design = new PilotDesign(new VarianceComponents(0.04, 0.001, 0.15), 0.01, 0.001, 2000);
        PilotDesign.Proposal proposal = design.propose(0.001, 10);
        assertFalse(proposal.reachesTarget());
        assertTrue(proposal.seconds() <= 10);
        assertTrue(proposal.halfWidth() > 0.001);
        assertThrows(IllegalArgumentException.class, () -> design.propose(0.001, 0.001));
    }

    @Test
    void refusesAPilotOfOneTrialAndRaggedRows() {
        assertThrows(IllegalArgumentException.class, () -> VarianceComponents.of(new boolean[1][5]));
        var thrown = assertThrows(
                IllegalArgumentException.class, () -> VarianceComponents.of(new boolean[][] {{true, true}, {true}}));
        assertEquals("trial 1 of the pilot has 1 images, expected 2 as in trial 0", thrown.getMessage());
    }

    /** t(0.975, 17) · 0.1/√18 = 0.0497, and with one trial less 0.0514. */
    @Test
    void onGivenImagesOnlyTheVarianceOverTrialsCounts() {
        PilotDesign design = new PilotDesign(new VarianceComponents(0.0075, 5, 0.25), 0.1, 0.001, 10_000);
        assertEquals(18, design.leastTrials(100, 0.05));
    }
}
