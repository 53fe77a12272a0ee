package org.fitact.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FaultFreeLossTest {

    private static SchemeResult scheme(String name, double faultFree) {
        return new SchemeResult(name, faultFree, List.of());
    }

    private static FaultFreeLoss heldOut(String scheme, double hardened, double delta) {
        return new FaultFreeLoss(scheme, FaultFreeLoss.HELD_OUT, 0.8, hardened, delta);
    }

    @Test
    void aLossIsTooLargeBeyondDeltaAndAPoint() {
        assertFalse(heldOut("a", 0.8 - 0.0299, 0.02).tooLarge());
        assertTrue(heldOut("a", 0.8 - 0.0301, 0.02).tooLarge());
        assertFalse(heldOut("a", 0.9, 0.02).tooLarge(), "a gain is no loss");
    }

    @Test
    void testImagesCountWhereBothWereMeasuredThere() {
        List<SchemeResult> schemes = List.of(
                scheme("none", 0.465), scheme("naive", 0.159), scheme("fitact", 0.46), scheme("late", Double.NaN));
        Map<String, FaultFreeLoss> seen = Map.of(
                "none", heldOut("none", 0.8, 0.03),
                "fitact", heldOut("fitact", 0.5, 0.03),
                "late", heldOut("late", 0.7, 0.03));
        assertEquals(
                List.of(
                        new FaultFreeLoss("naive", FaultFreeLoss.TEST, 0.465, 0.159, FaultFreeLoss.USUAL_DELTA),
                        new FaultFreeLoss("fitact", FaultFreeLoss.TEST, 0.465, 0.46, 0.03),
                        heldOut("late", 0.7, 0.03)),
                FaultFreeLoss.of(schemes, "none", seen));
    }

    @Test
    void withoutTheUnprotectedNetworkWhatHardeningSawIsTaken() {
        List<FaultFreeLoss> losses = FaultFreeLoss.of(
                List.of(scheme("naive", 0.159), scheme("fitact", 0.46)),
                "none",
                Map.of("fitact", heldOut("fitact", 0.5, 0.03)));
        assertEquals(List.of(heldOut("fitact", 0.5, 0.03)), losses);
    }

    @Test
    void whatFollowsIsWrittenAndNotRead() throws IOException {
        ObjectMapper json = new ObjectMapper();
        FaultFreeLoss loss = heldOut("a", 0.7, 0.02);
        String text = json.writeValueAsString(loss);
        assertEquals(loss, json.readValue(text, FaultFreeLoss.class));
        assertTrue(json.readTree(text).path("tooLarge").booleanValue(), text);
        assertEquals(0.1, json.readTree(text).path("loss").doubleValue(), 1e-12);
    }
}
