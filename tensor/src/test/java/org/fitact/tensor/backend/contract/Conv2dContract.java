package org.fitact.tensor.backend.contract;

import java.util.List;
import java.util.stream.Stream;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Window1d;
import org.fitact.tensor.backend.op.Window2d;
import org.junit.jupiter.api.Test;

/** Convolutions and their gradients. */
interface Conv2dContract extends ContractPart {

    /** Batch, height, width, input channels, output channels, kernel height, kernel width, stride, padding. */
    List<Conv2d> SHAPES = List.of(
            new Conv2d(1, 1, 1, 1, 1, 1, 1, 1, 0),
            new Conv2d(5, 1, 1, 7, 3, 1, 1, 1, 0),
            new Conv2d(2, 1, 1, 3, 7, 3, 3, 1, 1),
            new Conv2d(2, 2, 3, 16, 33, 3, 3, 1, 1),
            new Conv2d(1, 17, 13, 1, 7, 3, 3, 1, 0),
            new Conv2d(2, 17, 13, 3, 16, 3, 3, 1, 1),
            new Conv2d(2, 17, 13, 3, 64, 3, 3, 2, 1),
            new Conv2d(1, 17, 13, 16, 70, 3, 3, 1, 2),
            new Conv2d(1, 13, 17, 33, 16, 3, 3, 2, 0),
            new Conv2d(5, 8, 8, 7, 33, 3, 3, 1, 1),
            new Conv2d(1, 9, 9, 64, 64, 3, 3, 1, 1),
            new Conv2d(64, 4, 4, 16, 16, 3, 3, 1, 1),
            // 3×3 with stride 1 and channels by the sixteen may be transformed: cut tiles, and more channels than a
            // block.
            new Conv2d(3, 14, 10, 32, 48, 3, 3, 1, 1),
            new Conv2d(2, 15, 9, 48, 32, 3, 3, 1, 0),
            new Conv2d(5, 6, 6, 80, 16, 3, 3, 1, 2),
            new Conv2d(8, 8, 8, 144, 160, 3, 3, 1, 1),
            new Conv2d(7, 17, 13, 16, 33, 1, 1, 1, 0),
            new Conv2d(7, 17, 13, 33, 16, 1, 1, 2, 0),
            new Conv2d(2, 5, 7, 70, 64, 1, 1, 2, 1),
            new Conv2d(64, 2, 2, 64, 70, 1, 1, 1, 0),
            new Conv2d(1, 17, 13, 1, 16, 5, 5, 1, 2),
            new Conv2d(5, 11, 9, 3, 7, 5, 5, 2, 2),
            new Conv2d(2, 6, 6, 16, 33, 5, 5, 1, 1),
            new Conv2d(1, 5, 5, 70, 64, 5, 5, 1, 0),
            new Conv2d(2, 7, 9, 7, 16, 1, 3, 1, 1),
            new Conv2d(2, 9, 7, 7, 16, 4, 2, 2, 1),
            new Conv2d(2, 8, 8, 3, 5, 2, 2, 2, 0),
            // Every side of its own: strides, dilations, paddings.
            new Conv2d(2, 9, 7, 5, 16, 1, new Window2d(new Window1d(3, 2, 1, 0, 1), new Window1d(3, 1, 1, 1, 0))),
            new Conv2d(1, 17, 13, 16, 33, 1, new Window2d(new Window1d(3, 1, 2, 2, 2), Window1d.of(3, 1, 1))),
            new Conv2d(2, 8, 9, 7, 13, 1, new Window2d(new Window1d(2, 2, 3, 1, 0), new Window1d(3, 3, 2, 2, 3))),
            new Conv2d(2, 9, 8, 16, 16, 1, new Window2d(new Window1d(3, 1, 2, 3, 0), new Window1d(2, 1, 4, 0, 5))),
            new Conv2d(1, 7, 12, 3, 64, 1, new Window2d(new Window1d(4, 2, 2, 1, 2), new Window1d(3, 4, 6, 6, 6))),
            new Conv2d(2, 14, 10, 32, 48, 1, new Window2d(Window1d.of(3, 1, 1), new Window1d(3, 1, 1, 0, 1))));

    private static Conv2d grouped(int batch, int height, int width, int in, int out, int groups, Window2d window) {
        return new Conv2d(batch, height, width, in, out, groups, window);
    }

    /** Depthwise and other groups: few and many channels, with more outputs than inputs too, and maps that cut windows. */
    List<Conv2d> GROUPED = List.of(
            grouped(1, 1, 1, 2, 2, 2, Window2d.square(1, 1, 0)),
            grouped(2, 7, 5, 3, 3, 3, Window2d.square(3, 1, 1)),
            grouped(2, 9, 11, 16, 16, 16, Window2d.square(3, 1, 1)),
            grouped(1, 12, 23, 33, 33, 33, Window2d.square(3, 2, 1)),
            grouped(2, 8, 8, 72, 72, 72, Window2d.square(5, 1, 2)),
            grouped(2, 13, 9, 100, 100, 100, Window2d.square(5, 2, 2)),
            grouped(1, 3, 2, 144, 144, 144, Window2d.square(3, 1, 1)),
            grouped(3, 10, 7, 20, 20, 20, new Window2d(new Window1d(3, 1, 2, 2, 1), new Window1d(4, 3, 1, 0, 2))),
            grouped(2, 6, 19, 36, 36, 36, new Window2d(new Window1d(3, 2, 1, 0, 1), new Window1d(3, 2, 1, 0, 1))),
            grouped(1, 9, 9, 17, 17, 17, Window2d.square(7, 1, 3)),
            grouped(2, 5, 6, 7, 21, 7, Window2d.square(3, 1, 1)),
            grouped(1, 6, 7, 5, 80, 5, Window2d.square(3, 2, 1)),
            grouped(2, 7, 9, 32, 32, 8, Window2d.square(3, 1, 1)),
            grouped(1, 11, 6, 64, 64, 8, Window2d.square(3, 2, 1)),
            grouped(2, 5, 6, 48, 48, 12, new Window2d(new Window1d(3, 1, 1, 1, 0), new Window1d(2, 1, 2, 1, 1))),
            grouped(2, 6, 5, 6, 4, 2, Window2d.square(3, 1, 1)),
            grouped(2, 9, 8, 48, 96, 3, Window2d.square(3, 1, 1)),
            grouped(1, 7, 7, 128, 128, 4, Window2d.square(3, 1, 1)),
            grouped(2, 6, 7, 40, 100, 2, Window2d.square(3, 2, 1)),
            grouped(1, 5, 4, 48, 48, 2, Window2d.square(1, 1, 0)));

    private static List<Conv2d> all() {
        return Stream.concat(SHAPES.stream(), GROUPED.stream()).toList();
    }

    /** Some images that are worth a transform even if the weights serve them alone; the tiles at the edges are cut. */
    Conv2d TRANSFORMED = new Conv2d(3, 11, 15, 32, 48, 3, 3, 1, 1);

    static List<OpCase> samples(Harness harness) {
        Conv2d shape = new Conv2d(5, 17, 13, 16, 33, 3, 3, 1, 1);
        Conv2d depthwise = grouped(2, 17, 13, 70, 70, 70, Window2d.square(3, 1, 1));
        Conv2d oneImage = new Conv2d(1, 3, 2, 131, 77, 3, 3, 1, 1);
        return List.of(
                forward(shape).with(ProductCases.Parts.all(5, 17 * 13, 33), harness),
                forward(TRANSFORMED).with(ProductCases.Parts.all(3, 11 * 15, 48), harness),
                forward(oneImage).with(ProductCases.Parts.all(1, 3 * 2, 77), harness),
                forward(depthwise).with(ProductCases.Parts.all(2, 17 * 13, 70), harness),
                gradInput(shape).with(ProductCases.Parts.NONE, harness),
                gradInput(depthwise).with(ProductCases.Parts.NONE, harness),
                gradWeight(shape).with(ProductCases.Parts.NONE, harness),
                gradWeight(depthwise).with(ProductCases.Parts.NONE, harness));
    }

    private static ProductCases forward(Conv2d shape) {
        return product(
                "conv2d " + shape,
                new int[] {shape.terms(), shape.outChannels()},
                shape.inputElements(),
                shape.weightElements(),
                shape.outputElements(),
                (backend, x, w, y, epilogue) -> backend.conv2d(shape, x, w, y, epilogue));
    }

    private static ProductCases gradInput(Conv2d shape) {
        return product(
                "conv2dGradInput " + shape,
                new int[] {shape.window().taps() * shape.outPerGroup(), shape.inChannels()},
                shape.outputElements(),
                shape.weightElements(),
                shape.inputElements(),
                (backend, gy, w, gx, _) -> backend.conv2dGradInput(shape, gy, w, gx));
    }

    private static ProductCases gradWeight(Conv2d shape) {
        return product(
                "conv2dGradWeight " + shape,
                new int[] {shape.outputElements() / shape.outChannels(), shape.outChannels()},
                shape.inputElements(),
                shape.outputElements(),
                shape.weightElements(),
                (backend, x, gy, gw, _) -> backend.conv2dGradWeight(shape, x, gy, gw));
    }

    private static ProductCases product(
            String name, int[] depthAndColumns, int left, int right, int output, ProductCases.Product op) {
        int columns = depthAndColumns[1];
        return new ProductCases(
                name,
                depthAndColumns[0],
                Data.uniform(11, left),
                Data.uniform(12, right),
                output / columns,
                columns,
                op);
    }

    @Test
    default void convolutionIsTheReference() {
        for (Conv2d shape : all()) {
            harness().check(forward(shape).with(ProductCases.Parts.NONE, harness()));
        }
    }

    @Test
    default void theGradientByTheInputIsTheReference() {
        for (Conv2d shape : all()) {
            harness().check(gradInput(shape).with(ProductCases.Parts.NONE, harness()));
        }
    }

    @Test
    default void theGradientByTheWeightIsTheReference() {
        for (Conv2d shape : all()) {
            harness().check(gradWeight(shape).with(ProductCases.Parts.NONE, harness()));
        }
    }

    @Test
    default void convolutionWithEveryEpilogueIsTheReference() {
        for (Conv2d shape : List.of(
                new Conv2d(2, 5, 4, 7, 33, 3, 3, 1, 1),
                new Conv2d(5, 4, 3, 16, 13, 1, 1, 1, 0),
                new Conv2d(3, 7, 7, 3, 16, 5, 5, 2, 2),
                grouped(2, 6, 9, 40, 40, 40, Window2d.square(3, 1, 1)),
                grouped(2, 9, 5, 64, 64, 64, Window2d.square(5, 2, 2)),
                grouped(2, 5, 6, 16, 16, 4, Window2d.square(3, 1, 1)),
                grouped(2, 5, 6, 64, 64, 2, Window2d.square(3, 1, 1)))) {
            int spatial = shape.outHeight() * shape.outWidth();
            for (ProductCases.Parts parts : ProductCases.allParts(shape.batch(), spatial, shape.outChannels())) {
                harness().check(forward(shape).with(parts, harness()));
            }
        }
    }

    /** Rows of whole panels and transformed tiles, whose bounds go on from one image to the next. */
    @Test
    default void convolutionOfManyRowsWithBoundsIsTheReference() {
        for (Conv2d shape : List.of(
                TRANSFORMED, new Conv2d(3, 14, 10, 32, 48, 3, 3, 1, 1), new Conv2d(2, 15, 13, 7, 64, 3, 3, 1, 1))) {
            int spatial = shape.outHeight() * shape.outWidth();
            for (BoundedRelu bounded : BoundedReluContract.everyKind(shape.batch(), spatial, shape.outChannels())) {
                harness().check(forward(shape).with(new ProductCases.Parts(true, true, null, bounded), harness()));
            }
        }
    }
}
