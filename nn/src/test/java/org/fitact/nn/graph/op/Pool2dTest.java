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
import org.fitact.tensor.backend.op.Pool2d.Counting;
import org.fitact.tensor.backend.op.Pool2d.Kind;
import org.fitact.tensor.backend.op.Window1d;
import org.fitact.tensor.backend.op.Window2d;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Pool2dTest {

    /** What checkpoints of before have, and what they have since. */
    static Stream<List<Object>> forms() {
        return Stream.of(
                List.of(new Pool2d(Kind.MAX, 3, 2), "{'op':'pool2d','kind':'MAX','kernel':3,'stride':2}"),
                List.of(
                        new Pool2d(Kind.MAX, Window2d.square(3, 2, 1), false, false),
                        "{'op':'pool2d','kind':'MAX','kernelHeight':3,'kernelWidth':3,'stride':2,'padding':1,"
                                + "'countsPadding':false,'roundsUp':false}"),
                List.of(
                        new Pool2d(Kind.AVERAGE, new Window2d(Window1d.of(3, 1, 0), Window1d.of(1, 2, 0)), true, true),
                        "{'op':'pool2d','kind':'AVERAGE','kernelHeight':3,'kernelWidth':1,'strides':[1,2],"
                                + "'dilations':[1,1],'pads':[0,0,0,0],'countsPadding':true,'roundsUp':true}"));
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
    void aFormThatLacksAFieldIsRefused() {
        for (String fields : List.of(
                "'kernel':3",
                "'kernel':3,'stride':1,'roundsUp':true",
                "'kernelHeight':3,'kernelWidth':3,'stride':1,'padding':0")) {
            String json = "{'op':'pool2d','kind':'MAX'," + fields + "}";
            assertThrows(InvalidFileException.class, () -> read(json), json);
        }
    }

    /** As PyTorch's {@code ceil_mode}: {@code F.max_pool2d(torch.zeros(1, 1, h, h), k, s, p, ceil_mode=True).shape[2]}. */
    @Test
    void sizesRoundedUpAreTorchs() {
        int[][] cases = {{4, 3, 2, 0, 2}, {5, 3, 2, 0, 2}, {7, 2, 3, 1, 3}, {6, 3, 3, 1, 3}, {112, 3, 2, 0, 56}};
        for (int[] c : cases) {
            Pool2d pool = new Pool2d(Kind.MAX, Window2d.square(c[1], c[2], c[3]), false, true);
            Shape output = pool.outputShape(List.of(Shape.of(c[0], c[0], 3)));
            assertEquals(Shape.of(c[4], c[4], 3), output, "of " + c[0] + " by " + pool);
        }
    }

    @Test
    void whatAWindowReachesBeyondThePaddingDoesNotCount() {
        Pool2d pool = new Pool2d(Kind.AVERAGE, Window2d.square(3, 2, 1), true, true);
        assertEquals(new Counting(true, 1, 0), pool.geometry(Shape.of(4, 5, 1)).counting());
        assertTrue(pool.geometry(Shape.of(4, 5, 1)).window().vertical().after() == 2);
    }

    static Stream<Op> others() {
        return Stream.of(
                new Binary(org.fitact.tensor.backend.op.BinaryOp.MULTIPLY),
                new Unary(Unary.Function.SQRT),
                new Affine(0.5f, -1),
                new Power(2),
                new Reduce(org.fitact.tensor.backend.op.ReduceOp.MEAN, List.of(0, 2)),
                new MatMul(true),
                new Softmax(1, false),
                new LayerNorm(1, 1e-6f, true),
                new GroupNorm(4, 1e-5f),
                new PRelu(),
                new Stored(List.of(1, 3)));
    }

    @ParameterizedTest
    @MethodSource("others")
    void opsOfValuesAreReadAsTheyAreWritten(Op op) throws InvalidFileException, JsonProcessingException {
        assertEquals(op, new JsonReader("a", "").read(new JsonMapper().writeValueAsString(op), Op.class));
    }
}
