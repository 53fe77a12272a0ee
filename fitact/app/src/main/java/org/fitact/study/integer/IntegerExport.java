package org.fitact.study.integer;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fitact.memory.Deployment;
import org.fitact.memory.MemoryImage;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.graph.Network;
import org.fitact.nn.integer.IntegerPlan;
import org.fitact.nn.integer.ParameterWords;
import org.fitact.nn.integer.Quantisation;
import org.fitact.nn.integer.c.CHeader;
import org.fitact.nn.integer.onnx.QdqExport;
import org.fitact.nn.onnx.ValueNames;
import org.fitact.study.ExportNotes;
import org.fitact.tensor.fixedpoint.FixedPoint;

/** Networks in integers, for other machines: with the words that lie in a memory here. */
public final class IntegerExport {

    private IntegerExport() {}

    /** The words of all parameters, stored as an arithmetic wants them. */
    private static List<ParameterWords> words(Network network, Quantisation quantisation) {
        Deployment deployment = new Deployment(FixedPoint.DEFAULT, true, 1).with(quantisation);
        return MemoryImage.of(network, deployment).parameterWords();
    }

    /**
     * A network as ONNX with QuantizeLinear and DequantizeLinear.
     *
     * @param names of input and output
     * @param version of the program
     * @throws IllegalArgumentException if ONNX cannot say how a node computes; names the node
     */
    public static ModelProto qdq(
            CheckpointInfo info, Network network, Quantisation quantisation, ValueNames names, String version) {
        return QdqExport.model(
                network.architecture(),
                IntegerPlan.program(network).graph(),
                quantisation.arithmetic(),
                words(network, quantisation),
                names,
                ExportNotes.of(info, version));
    }

    /**
     * A network as a C header.
     *
     * @param name what all identifiers begin with
     * @param version of the program
     * @throws IllegalArgumentException if a node is not computed in integers, or not in such formats; it names the node
     */
    public static CHeader header(
            String name, CheckpointInfo info, Network network, Quantisation quantisation, String version) {
        List<String> notes = new ArrayList<>();
        notes.add(network.architecture().toString());
        ExportNotes.of(info, version).entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(note -> notes.add(note.getKey() + ": " + note.getValue()));
        return CHeader.of(
                name,
                IntegerPlan.program(network).graph(),
                quantisation.arithmetic(),
                words(network, quantisation),
                Optional.of(info.normalisation()),
                notes);
    }
}
