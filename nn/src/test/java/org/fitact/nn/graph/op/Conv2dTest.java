package org.fitact.nn.graph.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.stream.Stream;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.json.JsonReader;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.Window1d;
import org.fitact.tensor.backend.op.Window2d;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Conv2dTest {

    private static final Conv2d GENERAL =
            new Conv2d(8, 4, new Window2d(new Window1d(3, 2, 1, 0, 1), new Window1d(5, 1, 2, 2, 3)), true);

    /** What checkpoints of before have, and what they have since. */
    static Stream<List<Object>> forms() {
        return Stream.of(
                List.of(
                        new Conv2d(16, 3, 3, 2, 1, false),
                        "{'op':'conv2d','outChannels':16,'kernelHeight':3,'kernelWidth':3,'stride':2,'padding':1,"
                                + "'bias':false}"),
                List.of(
                        new Conv2d(16, 16, Window2d.of(1, 3, 2, 1), true),
                        "{'op':'conv2d','outChannels':16,'kernelHeight':1,'kernelWidth':3,'stride':2,'padding':1,"
                                + "'bias':true,'groups':16}"),
                List.of(
                        GENERAL,
                        "{'op':'conv2d','outChannels':8,'kernelHeight':3,'kernelWidth':5,'strides':[2,1],"
                                + "'dilations':[1,2],'pads':[0,2,1,3],'bias':true,'groups':4}"));
    }

    private static Op read(String json) throws InvalidFileException {
        return new JsonReader("a", "").read(json.replace('\'', '"'), Op.class);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void itsJsonIsWhatItWasWhereThatSaysAll(List<Object> form) throws InvalidFileException, JsonProcessingException {
        assertEquals(
                form.get(1), new JsonMapper().writeValueAsString(form.get(0)).replace('"', '\''));
        assertEquals(form.get(0), read((String) form.get(1)));
    }

    @Test
    void aFormThatLacksAFieldOrSaysOneTwiceIsRefused() {
        String start = "{'op':'conv2d','outChannels':8,'kernelHeight':3,'kernelWidth':5,'bias':true";
        refused(start + ",'stride':1}", "a stride and a padding, or two strides, two dilations and four pads");
        refused(start + ",'stride':1,'padding':0,'pads':[0,0,0,0]}", "a stride and a padding, or two strides");
        refused(start + ",'strides':[1],'dilations':[1,1],'pads':[0,0,0,0]}", "a stride and a padding, or two strides");
        refused(start + ",'strides':[0,1],'dilations':[1,1],'pads':[0,0,0,0]}", "stride is 0");
        refused(start + ",'stride':1,'padding':0,'groups':3}", "8 channels in 3 groups");
        refused(start + ",'stride':1,'padding':0,'group':2}", "group");
        refused("{'op':'conv2d','outChannels':8,'stride':1,'padding':0,'bias':true}", "kernelHeight");
    }

    private static void refused(String json, String part) {
        String message =
                assertThrows(InvalidFileException.class, () -> read(json)).getMessage();
        assertTrue(message.contains(part), message);
    }

    @Test
    void aWeightHasTheInputsOfAGroup() {
        Shape image = Shape.of(9, 9, 12);
        assertEquals(Shape.of(4, 6, 8), GENERAL.outputShape(List.of(image)));
        List<ParameterSpec> parameters = GENERAL.parameters(List.of(image));
        assertEquals(Shape.of(3, 5, 3, 8), parameters.getFirst().shape());
        assertEquals(Math.sqrt(2.0 / 45), parameters.getFirst().deviation());
        assertThrows(IllegalArgumentException.class, () -> GENERAL.outputShape(List.of(Shape.of(9, 9, 10))));
    }
}
