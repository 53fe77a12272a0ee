package org.fitact.tensor.backend.contract;

import java.util.List;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Conv2d;
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
            new Conv2d(2, 8, 8, 3, 5, 2, 2, 2, 0));

    /** Some images that are worth a transform even if the weights serve them alone; the tiles at the edges are cut. */
    Conv2d TRANSFORMED = new Conv2d(3, 11, 15, 32, 48, 3, 3, 1, 1);

    static List<OpCase> samples(Harness harness) {
        Conv2d shape = new Conv2d(5, 17, 13, 16, 33, 3, 3, 1, 1);
        Conv2d oneImage = new Conv2d(1, 3, 2, 131, 77, 3, 3, 1, 1);
        return List.of(
                forward(shape).with(ProductCases.Parts.all(5, 17 * 13, 33), harness),
                forward(TRANSFORMED).with(ProductCases.Parts.all(3, 11 * 15, 48), harness),
                forward(oneImage).with(ProductCases.Parts.all(1, 3 * 2, 77), harness),
                gradInput(shape).with(ProductCases.Parts.NONE, harness),
                gradWeight(shape).with(ProductCases.Parts.NONE, harness));
    }

    private static ProductCases forward(Conv2d shape) {
        return product(
                "conv2d " + shape,
                new int[] {taps(shape) * shape.inChannels(), shape.outChannels()},
                shape.inputElements(),
                shape.weightElements(),
                shape.outputElements(),
                (backend, x, w, y, epilogue) -> backend.conv2d(shape, x, w, y, epilogue));
    }

    private static ProductCases gradInput(Conv2d shape) {
        return product(
                "conv2dGradInput " + shape,
                new int[] {taps(shape) * shape.outChannels(), shape.inChannels()},
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

    private static int taps(Conv2d shape) {
        return shape.kernelHeight() * shape.kernelWidth();
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
        for (Conv2d shape : SHAPES) {
            harness().check(forward(shape).with(ProductCases.Parts.NONE, harness()));
        }
    }

    @Test
    default void theGradientByTheInputIsTheReference() {
        for (Conv2d shape : SHAPES) {
            harness().check(gradInput(shape).with(ProductCases.Parts.NONE, harness()));
        }
    }

    @Test
    default void theGradientByTheWeightIsTheReference() {
        for (Conv2d shape : SHAPES) {
            harness().check(gradWeight(shape).with(ProductCases.Parts.NONE, harness()));
        }
    }

    @Test
    default void convolutionWithEveryEpilogueIsTheReference() {
        for (Conv2d shape : List.of(
                new Conv2d(2, 5, 4, 7, 33, 3, 3, 1, 1),
                new Conv2d(5, 4, 3, 16, 13, 1, 1, 1, 0),
                new Conv2d(3, 7, 7, 3, 16, 5, 5, 2, 2))) {
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
