package org.fitact.results;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.fitact.nn.json.JsonReader;
import org.junit.jupiter.api.Test;

class LayerNeuronsTest {

    private static final int CHANNELS = 32;
    private static final int NEURONS = 64_000;

    /** Each channel has a range of its own, and one neuron, that no sample need hold, the largest maximum. */
    private static LayerNeurons layer() {
        float[] maxima = new float[NEURONS];
        for (int i = 0; i < NEURONS; i++) {
            maxima[i] = i % CHANNELS + 0.5f;
        }
        maxima[12_345] = 900;
        float[] bounds = maxima.clone();
        bounds[54_321] = 1000;
        return new LayerNeurons("relu1", NEURONS, maxima, Map.of("fitact", bounds, "ranger", new float[] {900}));
    }

    @Test
    void distributionsAreOfAllNeuronsWhateverIsDrawn() {
        LayerNeurons all = layer();
        LayerNeurons thinned = all.thinned(2000);
        assertEquals(2000, thinned.maxima().length);
        assertEquals(2000, thinned.bounds().get("fitact").length);
        assertArrayEquals(new float[] {900}, thinned.bounds().get("ranger"));
        assertTrue(thinned.sampled() && thinned.complete());
        Distribution maxima = thinned.ofMaxima();
        assertEquals(NEURONS, maxima.count());
        assertEquals(900, maxima.largest());
        assertEquals(0.5, maxima.smallest());
        assertEquals(16, maxima.median());
        assertEquals(1, maxima.counts()[Distribution.BINS - 1]);
        assertEquals(1000, thinned.ofBounds().get("fitact").largest());
    }

    /** 64,000 / 2,000 neurons are 32 channels: evenly spaced ones would all lie in one. */
    @Test
    void noChannelIsLeftOutOfTheSample() {
        Set<Float> channels = new HashSet<>();
        for (float maximum : layer().thinned(2000).maxima()) {
            channels.add(maximum);
        }
        assertTrue(channels.size() >= CHANNELS, channels::toString);
    }

    @Test
    void whatIsWrittenIsReadAgainAndASampleOfTheFirstVersionToo() throws IOException {
        ObjectMapper json = new ObjectMapper();
        String text = json.writeValueAsString(layer().thinned(100));
        LayerNeurons read = json.readValue(text, LayerNeurons.class);
        assertEquals(text, json.writeValueAsString(read));
        assertTrue(read.complete());
        LayerNeurons old = json.readValue(
                "{\"layer\":\"relu1\",\"neurons\":5,\"maxima\":[1,3],\"bounds\":{\"ranger\":[9]}}", LayerNeurons.class);
        assertEquals(2, old.ofMaxima().median());
        assertEquals(9, old.ofBounds().get("ranger").largest());
        assertFalse(old.complete());
    }

    @Test
    void aDistributionThatContradictsItselfIsRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> new Distribution(3, 0, 0, 0, 0, 0, new int[Distribution.BINS]));
        assertThrows(IllegalArgumentException.class, () -> new Distribution(3, 0, 0, 0, 0, 0, new int[] {3}));
        assertEquals(3, Distribution.of(new float[] {0, 0, 0}).counts()[0], "a layer that is never active");
    }

    @Test
    void whatTheFirstVersionWroteIsRead() throws IOException {
        LayerNeurons layer = new JsonReader("old.db", "")
                .read("{\"layer\":\"a\",\"neurons\":3,\"maxima\":[1,2],\"bounds\":{\"x\":[2]}}", LayerNeurons.class);
        assertEquals(2, layer.ofMaxima().count());
        assertEquals(Set.of("x"), layer.ofBounds().keySet());
    }
}
