package org.fitact.nn.onnx.operator;

import java.util.Arrays;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.graph.op.Affine;
import org.fitact.nn.graph.op.Pool2d;
import org.fitact.nn.graph.op.Power;
import org.fitact.nn.graph.op.Unary;
import org.fitact.nn.onnx.read.GraphAssembly;
import org.fitact.nn.onnx.read.Layout;
import org.fitact.nn.onnx.read.OnnxNode;
import org.fitact.nn.onnx.read.Operand;
import org.fitact.nn.onnx.read.Views;
import org.fitact.tensor.backend.op.Pool2d.Kind;
import org.fitact.tensor.backend.op.Window2d;

/** Pooling of maps, by windows and of all of a map. */
final class PoolingOps {

    private final GraphAssembly assembly;
    private final Views views;

    PoolingOps(GraphAssembly assembly) {
        this.assembly = assembly;
        this.views = assembly.views();
    }

    Operand pool(OnnxNode node) throws InvalidFileException {
        Kind kind = node.operator().equals("MaxPool") ? Kind.MAX : Kind.AVERAGE;
        return pooled(node, views.map(node, 0), kind, node.flag("count_include_pad", false));
    }

    private Operand.Feature pooled(OnnxNode node, Operand.Feature x, Kind kind, boolean countsPadding)
            throws InvalidFileException {
        int[] kernel = node.sizes("kernel_shape", 2);
        if (kernel == null || kernel[0] == 0 || kernel[1] == 0) {
            String found = kernel == null ? "missing" : Arrays.toString(kernel);
            throw node.invalid("kernel_shape", found, "two positive numbers");
        }
        node.flag("storage_order", false); // of the indices, which nothing here reads
        int[] map = {x.shape().extent(0), x.shape().extent(1)};
        Window2d window = WindowAttributes.window(node, kernel, map);
        Pool2d pool = new Pool2d(kind, window, countsPadding, node.flag("ceil_mode", false));
        return assembly.plain(node.proto(), pool, Layout.map(x.hasImages()), x);
    }

    /** {@code (Σ |x|^p)^(1/p)}: the sum is as many times the average of a window as it has taps, padding included. */
    Operand norm(OnnxNode node) throws InvalidFileException {
        Operand.Feature powers = powers(node, views.map(node, 0));
        if (node.flag("ceil_mode", false)) {
            throw node.invalid("ceil_mode", "1", "0");
        }
        Operand.Feature mean = pooled(node, powers, Kind.AVERAGE, true);
        int[] kernel = node.sizes("kernel_shape", 2);
        return root(node, mean, kernel[0] * kernel[1]);
    }

    Operand.Feature globalPool(OnnxNode node) throws InvalidFileException {
        Kind kind = node.operator().equals("GlobalMaxPool") ? Kind.MAX : Kind.AVERAGE;
        return global(node, views.map(node, 0), kind);
    }

    Operand globalNorm(OnnxNode node) throws InvalidFileException {
        Operand.Feature x = views.map(node, 0);
        Operand.Feature mean = global(node, powers(node, x), Kind.AVERAGE);
        return root(node, mean, x.shape().extent(0) * x.shape().extent(1));
    }

    /** Pools all of a map. */
    Operand.Feature global(OnnxNode node, Operand.Feature x, Kind kind) {
        Window2d whole = Window2d.of(x.shape().extent(0), x.shape().extent(1), 1, 0);
        int side = x.shape().extent(0);
        Pool2d pool =
                side == x.shape().extent(1) ? new Pool2d(kind, side, side) : new Pool2d(kind, whole, false, false);
        return assembly.plain(node.proto(), pool, Layout.map(x.hasImages()), x);
    }

    private static long exponent(OnnxNode node) throws InvalidFileException {
        long p = node.number("p", 2);
        if (p < 1 || p > 100) {
            throw node.invalid("p", Long.toString(p), "1 to 100");
        }
        return p;
    }

    private Operand.Feature powers(OnnxNode node, Operand.Feature x) throws InvalidFileException {
        Operand.Feature size = assembly.plain(node.proto(), new Unary(Unary.Function.ABS), x);
        long p = exponent(node);
        return p == 1 ? size : assembly.plain(node.proto(), new Power(p), size);
    }

    private Operand.Feature root(OnnxNode node, Operand.Feature mean, int taps) throws InvalidFileException {
        Operand.Feature sum = assembly.plain(node.proto(), new Affine(taps, 0), mean);
        long p = exponent(node);
        return p == 1 ? sum : assembly.plain(node.proto(), new Power(1f / p), sum);
    }
}
