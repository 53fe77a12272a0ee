package org.fitact.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.FaultSpace;
import org.fitact.fault.ParameterKind;
import org.fitact.fault.kind.FaultKind;
import org.fitact.fault.kind.FlipKind;
import org.fitact.fault.kind.StuckAtKind;
import org.fitact.memory.Deployment;
import org.fitact.stats.StoppingRule;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.junit.jupiter.api.Test;

class CampaignSettingsTest {

    private static CampaignSettings of(List<Double> rates) {
        return new CampaignSettings(
                rates, StoppingRule.exactly(2), new FlipKind(), FaultFilter.ALL, Deployment.of(FixedPoint.DEFAULT), 1);
    }

    private static void refused(String expected, List<Double> rates) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> of(rates)).getMessage();
        assertTrue(message.contains(expected), message);
    }

    @Test
    void saysWhichRateIsWrong() {
        refused("no fault rates", List.of());
        refused("rate is 0.0", List.of(0.0));
        refused("rate is 1.0", List.of(0.5, 1.0));
        refused("rate is -1.0E-6", List.of(-1e-6));
        refused("rate is NaN", List.of(Double.NaN));
        refused("[2.0E-6, 1.0E-6], expected ascending", List.of(2e-6, 1e-6));
        refused("[1.0E-6, 1.0E-6], expected ascending and distinct", List.of(1e-6, 1e-6));
    }

    @Test
    void aMemoryIsScrubbedBetweenFlipsOnly() {
        FaultSpace space = FaultSpace.builder(FixedPoint.DEFAULT)
                .add("fc", "fc.weight", ParameterKind.WEIGHT, 100)
                .build();
        assertEquals(9, scrubbed(new FlipKind(), 9).sampler(1e-4, space).scrubs());
        assertEquals(0, of(List.of(1e-4)).sampler(1e-4, space).scrubs());
        CampaignSettings stuck = scrubbed(new StuckAtKind(0), 1);
        assertThrows(IllegalArgumentException.class, () -> stuck.sampler(1e-4, space));
        assertThrows(IllegalArgumentException.class, () -> scrubbed(new FlipKind(), -1));
    }

    private static CampaignSettings scrubbed(FaultKind faults, int scrubs) {
        CampaignSettings plain = of(List.of(1e-4));
        return new CampaignSettings(
                plain.rates(),
                plain.stopping(),
                faults,
                plain.filter(),
                plain.deployment(),
                plain.seed(),
                plain.estimator(),
                scrubs);
    }

    @Test
    void keepsItsOwnRates() {
        List<Double> rates = new ArrayList<>(List.of(1e-6, 2e-6));
        CampaignSettings settings = of(rates);
        rates.clear();
        assertEquals(List.of(1e-6, 2e-6), settings.rates());
    }
}
