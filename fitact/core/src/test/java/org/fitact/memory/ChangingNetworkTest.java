package org.fitact.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.List;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Toy;
import org.fitact.tensor.number.TensorFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangingNetworkTest {

    /** The change is larger than what the first scale and the first point hold. */
    @ParameterizedTest
    @ValueSource(strings = {"Q15.16", "float32", "auto16", "int8", "int8:channel:asymmetric", "int16:pow2:thrice"})
    void anUpdateLeavesWhatDeployingAnewGives(String name) {
        TensorFormat format = NumberFormats.parse(name);
        Deployment deployment = Deployment.of(format);
        try (Network network = Toy.hardened("ranger", HardeningSettings.DEFAULT);
                ChangingNetwork changing = new ChangingNetwork(format, () -> StoredNetwork.of(network, deployment))) {
            int[] before = changing.stored().storedWords();
            List<Parameter> bounds = network.parameters().stream()
                    .filter(parameter -> parameter.kind().isBound())
                    .toList();
            for (Parameter bound : bounds) {
                float[] values = bound.value().toArray();
                for (int i = 0; i < values.length; i++) {
                    values[i] *= 300 + i;
                }
                bound.value().upload(values);
            }
            changing.update(bounds);
            int[] words = changing.stored().storedWords();
            assertFalse(Arrays.equals(before, words));
            try (StoredNetwork anew = StoredNetwork.of(network, deployment)) {
                assertArrayEquals(anew.storedWords(), words);
                assertEquals(anew.space().regions(), changing.stored().space().regions());
            }
        }
    }
}
