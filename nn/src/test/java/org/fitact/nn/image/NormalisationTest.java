package org.fitact.nn.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NormalisationTest {

    @Test
    void meanAndDeviationAreThoseOfEachChannel() {
        // Channel 0 holds 0, 255, 255, 255 and channel 1 holds 51 everywhere.
        byte[] pixels = {0, 51, -1, 51, -1, 51, -1, 51};
        ImageSet set = new ImageSet("made", 1, 2, 2, List.of("a"), pixels, new byte[2]);
        Normalisation normalisation = Normalisation.of(set);
        assertArrayEquals(new float[] {0.75f, 0.2f}, normalisation.mean());
        assertArrayEquals(new float[] {(float) Math.sqrt(0.1875), 1}, normalisation.sd());
    }

    @Test
    void theMetadataGiveTheSameNumbersBack() {
        Normalisation normalisation =
                new Normalisation(new float[] {0.1f, 1 / 3f, -7e-20f}, new float[] {0.2f, 1e-8f, 3e30f});
        assertEquals(normalisation, Normalisation.fromMetadata(normalisation.toMetadata()));
    }

    @Test
    void badMetadataAreNamed() {
        Map<String, String> broken = Map.of(Normalisation.MEAN_KEY, "0.1,x", Normalisation.SD_KEY, "1,1");
        String message = assertThrows(IllegalArgumentException.class, () -> Normalisation.fromMetadata(broken))
                .getMessage();
        assertTrue(message.contains("normalisation.mean") && message.contains("0.1,x"), message);
        assertThrows(IllegalArgumentException.class, () -> Normalisation.fromMetadata(Map.of()));
        assertThrows(IllegalArgumentException.class, () -> new Normalisation(new float[1], new float[1]));
        assertThrows(IllegalArgumentException.class, () -> new Normalisation(new float[1], new float[2]));
    }
}
