package org.fitact.nn.graph.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Set;
import java.util.stream.Collectors;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds of every activation. */
class ActivationTest {

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void allAreListed() {
        assertEquals(
                Set.of(Activation.class.getPermittedSubclasses()),
                Activation.all().stream().map(Object::getClass).collect(Collectors.toSet()));
    }

    /** Beside it stand the numbers, and what has none is what it was before any had. */
    @Test
    void itsNameInJsonIsItsLabel() throws JsonProcessingException {
        for (Activation activation : Activation.all()) {
            String json = JSON.writerFor(Op.class).writeValueAsString(activation);
            assertEquals(activation.label(), JSON.readTree(json).path("op").textValue());
            assertEquals(activation, JSON.readValue(json, Op.class));
        }
        assertEquals("{\"op\":\"relu\"}", JSON.writerFor(Op.class).writeValueAsString(new Relu()));
        assertEquals(
                "{\"op\":\"leaky_relu\",\"alpha\":0.125}",
                JSON.writerFor(Op.class).writeValueAsString(new LeakyRelu(0.125f)));
    }

    /** A clip that is open on one side has an infinite bound. */
    @ParameterizedTest
    @CsvSource({"-Infinity, 1", "-1, Infinity"})
    void infiniteBoundsInJson(float low, float high) throws JsonProcessingException {
        Clip clip = new Clip(low, high);
        assertEquals(clip, JSON.readValue(JSON.writerFor(Op.class).writeValueAsString(clip), Op.class));
    }

    @Test
    void numbersWithWhichItWouldFall() {
        assertThrows(IllegalArgumentException.class, () -> new LeakyRelu(-0.1f));
        assertThrows(IllegalArgumentException.class, () -> new LeakyRelu(Float.NaN));
        assertThrows(IllegalArgumentException.class, () -> new Celu(0));
        assertThrows(IllegalArgumentException.class, () -> new Clip(1, -1));
        assertThrows(IllegalArgumentException.class, () -> new Clip(Float.NaN, 1));
        assertThrows(IllegalArgumentException.class, () -> new HardSigmoid(0.2f, Float.POSITIVE_INFINITY));
    }

    /** What a profile of neurons takes for granted: the largest input gives the largest output, or none is positive. */
    @Test
    void itRisesWhereItIsPositive() {
        int n = 4001;
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (i - n / 2) / 100f;
        }
        try (Backend backend = Backends.open("reference", BackendOptions.defaults());
                Tensor in = Tensor.of(backend, Shape.of(n), x);
                Tensor out = Tensor.zeros(backend, Shape.of(n))) {
            for (Activation activation : Activation.all()) {
                backend.unary(activation.function(), n, in.buffer(), out.buffer());
                float[] y = out.toArray();
                for (int i = 1; i < n; i++) {
                    String where = activation + " at " + x[i];
                    assertTrue(y[i - 1] <= Math.max(y[i], 0), where);
                }
            }
        }
    }
}
