package org.fitact.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PilotDesignTest {

    /** Of a mean that cannot be elsewhere nothing is hidden: the variances alone decide. */
    private static final double MEAN = 0.5;

    private static final Range FIXED = new Range(MEAN, Math.nextUp(MEAN));

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

    private static CampaignDesign alone(PilotDesign design) {
        return new CampaignDesign(List.of(design), 10);
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
        var design = new PilotDesign(new VarianceComponents(0.04, 0.001, 0.15), MEAN, FIXED, 0.01, 0.001, 2000);
        CampaignDesign.Proposal proposal = alone(design).propose(0.03, 1000);
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
        var design = new PilotDesign(new VarianceComponents(1e-6, 0.2, 1e-6), MEAN, FIXED, 0.01, 0.001, 500);
        assertEquals(500, alone(design).propose(0.0015, 1000).images());
    }

    @Test
    void saysWhenTheTimeIsTooShort() {
        var design = new PilotDesign(new VarianceComponents(0.04, 0.001, 0.15), MEAN, FIXED, 0.01, 0.001, 2000);
        CampaignDesign.Proposal proposal = alone(design).propose(0.001, 10);
        assertFalse(proposal.reachesTarget());
        assertTrue(proposal.seconds() <= 10);
        assertTrue(proposal.halfWidth() > 0.001);
        CampaignDesign.Proposal longer = alone(design).propose(0.001, 0.001);
        assertEquals(CampaignDesign.LEAST_TRIALS, longer.trials(), "the least there is, which takes longer");
        assertEquals(50, longer.images());
        assertFalse(longer.reachesTarget());
        assertTrue(longer.seconds() > 0.001);
        assertThrows(IllegalArgumentException.class, () -> alone(design).propose(0, 1000));
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
        PilotDesign design = new PilotDesign(new VarianceComponents(0.0075, 5, 0.25), MEAN, FIXED, 0.1, 0.001, 10_000);
        assertEquals(18, design.leastTrials(100, 0.05));
    }

    private static PilotDesign point(double trial, double image, double residual) {
        return new PilotDesign(new VarianceComponents(trial, image, residual), MEAN, FIXED, 0.01, 0.001, 2000);
    }

    @Test
    void theMostDemandingPointDecidesForAll() {
        PilotDesign atChance = point(0, 0.09, 0.001);
        PilotDesign hurt = point(0.09, 0.02, 0.1);
        CampaignDesign.Proposal all =
                new CampaignDesign(List.of(atChance, hurt, point(1e-4, 0.09, 0.01)), 10).propose(0.02, 10_000);
        assertTrue(all.reachesTarget(), all::toString);
        assertTrue(hurt.halfWidth(all.trials(), all.images()) <= 0.02);
        assertTrue(atChance.halfWidth(all.trials(), all.images()) <= 0.02);
        assertEquals(
                all.halfWidth(),
                Math.max(hurt.halfWidth(all.trials(), all.images()), atChance.halfWidth(all.trials(), all.images())));
        assertEquals(3 * all.trials() * (0.01 + 0.001 * all.images()), all.seconds(), 1e-9);
        CampaignDesign.Proposal first = alone(atChance).propose(0.02, 10_000);
        assertTrue(hurt.halfWidth(first.trials(), first.images()) > 0.05, "what was proposed for all before");
        assertEquals(hurt, new CampaignDesign(List.of(atChance, hurt), 10).mostDemanding(all.images()));
    }

    @Test
    void whatIsProposedCanBeRun() {
        for (PilotDesign easy : List.of(point(0, 0, 0), point(0.2, 0, 0), point(1e-9, 1e-9, 1e-9))) {
            CampaignDesign.Proposal proposal = alone(easy).propose(0.05, 10_000);
            assertTrue(proposal.trials() >= CampaignDesign.LEAST_TRIALS, proposal::toString);
            assertTrue(proposal.images() >= 50 && proposal.images() <= 2000, proposal::toString);
            assertEquals(0, proposal.images() % 10, proposal::toString);
        }
        PilotDesign few = new PilotDesign(new VarianceComponents(0.01, 0, 0), MEAN, FIXED, 0.01, 0.001, 33);
        assertEquals(33, alone(few).propose(0.1, 1000).images(), "no more than there are");
    }

    /** ln 0.05 / ln(1 − 0.01/0.9) = 268.1; three times 0.9 / 0.01 is 270. */
    @Test
    void whatAPilotCouldNotSeeIsLookedForAllTheSame() {
        PilotDesign calm =
                new PilotDesign(new VarianceComponents(1e-9, 0, 1e-9), 0.9, Range.ACCURACY, 0.01, 0.001, 2000);
        assertEquals(269, calm.leastTrials(2000, 0.01));
        CampaignDesign.Proposal proposal = alone(calm).propose(0.01, 10_000);
        assertTrue(proposal.trials() >= 269 && proposal.reachesTarget(), proposal::toString);
        CampaignDesign.Proposal tooShort = alone(calm).propose(0.01, 2);
        assertFalse(tooShort.reachesTarget(), tooShort::toString);
    }

    @Test
    void pointsOfSeveralPopulationsAreNoCampaign() {
        PilotDesign other = new PilotDesign(new VarianceComponents(0, 0, 0), MEAN, FIXED, 0.01, 0.001, 100);
        assertThrows(IllegalArgumentException.class, () -> new CampaignDesign(List.of(point(0, 0, 0), other), 10));
        assertThrows(IllegalArgumentException.class, () -> new CampaignDesign(List.of(), 10));
    }
}
