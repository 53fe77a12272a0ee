package org.fitact.nn.onnx.write;

import static org.fitact.nn.onnx.write.GraphWriter.ints;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.ArrayList;
import java.util.List;
import org.fitact.tensor.backend.op.Window1d;
import org.fitact.tensor.backend.op.Window2d;

/** The attributes that say how a window moves. */
final class WindowExport {

    private WindowExport() {}

    /** A list to which others may be added; dilations are left out where there are none. */
    static List<AttributeProto> attributes(Window2d window) {
        Window1d down = window.vertical();
        Window1d across = window.horizontal();
        List<AttributeProto> attributes = new ArrayList<>(List.of(
                ints("kernel_shape", down.kernel(), across.kernel()),
                ints("strides", down.stride(), across.stride()),
                ints("pads", down.before(), across.before(), down.after(), across.after())));
        if (down.dilation() > 1 || across.dilation() > 1) {
            attributes.add(ints("dilations", down.dilation(), across.dilation()));
        }
        return attributes;
    }
}
