package org.fitact.protect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.fault.ParameterKind;
import org.fitact.fault.Region;
import org.fitact.memory.Deployment;
import org.fitact.memory.StoredNetwork;
import org.fitact.memory.code.MemoryCodes;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Site;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.number.NumberFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardedTest {

    private static final Protection GUARDED = Protections.named("fitact-guarded");

    private static final HardeningSettings ONE_EPOCH = new HardeningSettings(
            new HardeningSettings.PostTraining(0.5, 1, 20, 0.35f, 0.01, 1e-8f, 1, 80, 1, Granularity.NEURON),
            HardeningSettings.ThresholdSearch.DEFAULT,
            0,
            NumberFormats.parse("Q15.16"));

    /** Its network is the one that fitact makes where the logits are to be bounded too. */
    @Test
    void hasTheBoundsOfFitactAndThoseOfTheLogits() {
        HardeningSettings logits = ONE_EPOCH.at(EnumSet.of(Site.Kind.ACTIVATION, Site.Kind.LOGITS));
        try (Network guarded = Toy.hardened("fitact-guarded", ONE_EPOCH);
                Network asked = Toy.hardened("fitact-guarded", logits);
                Network fitact = Toy.hardened("fitact", logits);
                Network plain = Toy.hardened("fitact", ONE_EPOCH)) {
            assertEquals(fitact.graph().nodes(), guarded.graph().nodes());
            assertEquals(fitact.graph().nodes(), asked.graph().nodes());
            assertEquals(plain.sites().size() + 1, guarded.sites().size());
            assertTrue(guarded.sites().stream().allMatch(Site::isBounded));
            for (Site site : fitact.sites()) {
                assertArrayEquals(fitact.bounds(site), guarded.bounds(site), site.name());
                assertArrayEquals(fitact.bounds(site), asked.bounds(site), site.name());
            }
            assertArrayEquals(
                    fitact.lowerBounds(fitact.sites().getLast()),
                    guarded.lowerBounds(guarded.sites().getLast()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Q15.16, vote+guard",
        "Q7.8, vote+guard",
        "int8:channel, vote+guard",
        "float32, guard",
        "bf16, guard",
        "float16, guard"
    })
    void itsWordsAreReadThroughWhatTheirFormatHasRoomFor(String name, String code) {
        NumberFormat format =
                NumberFormats.parse(name).over(new float[] {0.5f, -1}, 1).format();
        Region region = new Region("l", "l.w", ParameterKind.WEIGHT, 0, 2, format);
        assertEquals(MemoryCodes.parse(code), GUARDED.code(region));
    }

    @Test
    void saysWhatItIs() {
        assertEquals(Role.FEATURED, GUARDED.role());
        assertEquals("fitact", Protections.featured().name(), "which stays what is compared");
        assertEquals("fitact-guarded", GUARDED.hardenedAs());
        assertEquals(EnumSet.of(Site.Kind.ACTIVATION, Site.Kind.LOGITS), GUARDED.places(HardeningSettings.DEFAULT));
        assertEquals(Site.Kind.USUAL, Protections.featured().places(HardeningSettings.DEFAULT));
        assertEquals(List.of("vote 1", "guard 1"), GUARDED.codes());
        assertEquals(List.of(), Protections.featured().codes());
        assertEquals(
                List.of("vote 1", "guard 1", "parity 1"),
                Protections.deployed("fitact-guarded+parity").codes());
        assertTrue(GUARDED.reads("zeta") && GUARDED.reads("places"));
        assertFalse(GUARDED.reads("rates"));
    }

    /** A flip in the highest bit of a weight, of a bound of the logits, and of a bias: none of them does anything. */
    @Test
    void isDeployedUnderItsCodes() {
        try (Network network = Toy.hardened("fitact-guarded", ONE_EPOCH);
                EvaluationSet images = Toy.upload(Toy.REFERENCE, Toy.images(6, 9));
                StoredNetwork memory =
                        new ProtectedNetwork(GUARDED, network).deploy(Deployment.of(NumberFormats.parse("Q15.16")))) {
            float[] logits = memory.plan().logits(images.first());
            for (String name : List.of("conv1.weight", network.sites().getLast().boundsName(), "fc3.bias")) {
                int address = memory.space().region(name).offset();
                int word = memory.read(address);
                memory.write(address, word ^ Integer.MIN_VALUE);
                assertArrayEquals(logits, memory.plan().logits(images.first()), name);
                assertEquals(1, memory.counts().corrected(), name);
                memory.write(address, word);
            }
        }
    }
}
