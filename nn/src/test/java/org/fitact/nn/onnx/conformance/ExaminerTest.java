package org.fitact.nn.onnx.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.nio.file.Path;
import java.util.List;
import org.fitact.nn.onnx.conformance.Verdict.Outcome;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examiner tells right from wrong, and what cannot be asked from what is refused. */
class ExaminerTest {

    @TempDir
    private Path folder;

    /** An operator of two images of 2×3 numbers, and what it is expected to make. */
    private static NodeTest test(String operator, float... expected) {
        TensorProto x = tensor(-1, 0, 1, 2, 3, 4, 5, 6, -7, 8, 9, 10);
        GraphProto graph = GraphProto.newBuilder()
                .addInput(ValueInfoProto.newBuilder().setName("x"))
                .addOutput(ValueInfoProto.newBuilder().setName("y"))
                .addNode(
                        NodeProto.newBuilder().setOpType(operator).addInput("x").addOutput("y"))
                .build();
        ModelProto model = ModelProto.newBuilder()
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
                .setGraph(graph)
                .build();
        return new NodeTest("test", model, List.of(x), List.of(tensor(expected)));
    }

    /** Two images of one channel. */
    private static TensorProto tensor(float... values) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .addAllDims(List.of(2L, 1L, 2L, 3L));
        for (float value : values) {
            tensor.addFloatData(value);
        }
        return tensor.build();
    }

    private Verdict examine(NodeTest test) {
        try (Backend backend = Backends.cpu(BackendOptions.defaults())) {
            return new Examiner(backend, folder).examine(test);
        }
    }

    @Test
    void rightNumbersPass() {
        assertEquals(
                "test: PASSED",
                examine(test("Relu", 0, 0, 1, 2, 3, 4, 5, 6, 0, 8, 9, 10)).toString());
    }

    @Test
    void oneWrongNumberIsFound() {
        Verdict verdict = examine(test("Relu", 0, 0, 1, 2, 3, 4, 5, 6, 0, 8, 9, 10.5f));
        assertTrue(verdict.fault());
        assertEquals("test: WRONG, BATCH element 11 is 10.0, expected 10.5", verdict.toString());
    }

    @Test
    void anUnknownOperatorIsRefused() {
        Verdict verdict = examine(test("NonZero", 0, 0, 1, 2, 3, 4, 5, 6, 0, 8, 9, 10));
        assertEquals(Outcome.REFUSED, verdict.outcome());
        assertTrue(verdict.reason().contains("NonZero node 'y': operator is not known here"), verdict.reason());
    }

    @Test
    void whatHasNoFloatsCannotBePosed() {
        NodeTest test = test("Relu");
        TensorProto flags = TensorProto.newBuilder()
                .setDataType(TensorProto.DataType.BOOL.getNumber())
                .build();
        Verdict verdict = examine(new NodeTest("test", test.model(), test.inputs(), List.of(flags)));
        assertEquals("test: NOT_POSED, no output of float32", verdict.toString());
    }
}
