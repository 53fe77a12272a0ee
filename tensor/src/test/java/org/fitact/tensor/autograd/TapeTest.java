package org.fitact.tensor.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.CountingBackend;
import org.fitact.tensor.backend.op.UnaryOp;
import org.junit.jupiter.api.Test;

class TapeTest {

    private final CountingBackend live = new CountingBackend(Backends.open("reference", new BackendOptions(1)));
    private final Backend backend = live.backend();
    private final Tensor x = tensor(2, -3).requireGradient(true);

    private Tensor tensor(float... values) {
        return Tensor.of(backend, Shape.of(values.length), values);
    }

    @Test
    void gradientsOfEveryUseAddUp() {
        try (Tape tape = Tape.recording(backend)) {
            // L = Σ u·(x·x + 5x − x), so ∂L/∂x = u·(2x + 4)
            Tensor five = tape.own(tensor(5, 5));
            Tensor square = Elementwise.multiply(tape, x, x);
            Tensor sum = Elementwise.add(tape, square, Elementwise.multiply(tape, five, x));
            tape.backward(Elementwise.subtract(tape, sum, x), tensor(1, 10));
            assertArrayEquals(new float[] {8, -20}, tape.gradient(x).toArray());
        }
    }

    @Test
    void whatIsAddedToAGradientThatTwoTensorsShareReachesOneOfThem() {
        try (Tape tape = Tape.recording(backend)) {
            Tensor other = tape.own(tensor(0, 0)).requireGradient(true);
            Tensor square = Elementwise.multiply(tape, x, x);
            Tensor sum = Elementwise.add(tape, x, other); // backward before the square, which then adds to x alone
            tape.backward(Elementwise.add(tape, square, sum), tensor(1, 10));
            assertArrayEquals(new float[] {1, 10}, tape.gradient(other).toArray());
            assertArrayEquals(new float[] {5, -50}, tape.gradient(x).toArray());
        }
    }

    @Test
    void aSecondBackwardPassAddsToTheFirst() {
        try (Tape tape = Tape.recording(backend)) {
            Tensor square = Elementwise.multiply(tape, x, x);
            tape.backward(square, tensor(1, 1));
            tape.backward(square, tensor(1, 1));
            assertArrayEquals(new float[] {8, -12}, tape.gradient(x).toArray());
        }
    }

    /** The sum passes one gradient on to both of its leaves; what the second pass adds must reach each of them once. */
    @Test
    void aSecondBackwardPassAddsToAGradientThatTwoLeavesShare() {
        try (Tape tape = Tape.recording(backend)) {
            Tensor other = tape.own(tensor(0, 0)).requireGradient(true);
            Tensor sum = Elementwise.add(tape, x, other);
            tape.backward(sum, tensor(1, 10));
            assertArrayEquals(new float[] {1, 10}, tape.gradient(x).toArray());
            tape.backward(sum, tensor(2, 3));
            assertArrayEquals(new float[] {3, 13}, tape.gradient(x).toArray());
            assertArrayEquals(new float[] {3, 13}, tape.gradient(other).toArray());
        }
    }

    @Test
    void inputsThatWantNoGradientGetNone() {
        try (Tape tape = Tape.recording(backend)) {
            Tensor constant = tape.own(tensor(1, 2));
            Tensor unrelated = tape.own(tensor(1, 2)).requireGradient(true);
            Tensor y = Elementwise.divide(tape, x, constant);
            Tensor aside = Elementwise.multiply(tape, constant, constant);
            assertFalse(aside.requiresGradient());
            tape.backward(Elementwise.add(tape, y, aside), tensor(1, 1));
            assertArrayEquals(new float[] {1, 0.5f}, tape.gradient(x).toArray());
            assertNull(tape.gradient(constant));
            assertNull(tape.gradient(unrelated));
        }
    }

    @Test
    void gradientsOfIntermediateResultsAreReleasedOnTheWay() {
        try (Tape tape = Tape.recording(backend)) {
            Tensor y = x;
            for (int i = 0; i < 10; i++) {
                y = Elementwise.add(tape, y, x);
            }
            long forward = live.open();
            tape.backward(y, tensor(1, 1));
            assertEquals(forward + 1, live.open(), "the gradient by x alone is left");
            assertNull(tape.gradient(y));
            assertArrayEquals(new float[] {11, 11}, tape.gradient(x).toArray());
        }
    }

    @Test
    void allMemoryIsGivenBackWhateverTheOp() {
        for (GradientCase opCase : OpGradientCases.all()) {
            long before = live.open();
            try (Tape tape = Tape.recording(backend)) {
                List<Tensor> inputs = opCase.inputs().stream()
                        .map(in -> tape.own(Tensor.of(backend, in.shape(), in.values()))
                                .requireGradient(true))
                        .toList();
                Tensor y = opCase.op().apply(tape, inputs);
                tape.backward(y, Tensor.of(backend, y.shape(), new float[y.elements()]));
                assertTrue(live.open() > before);
            }
            assertEquals(before, live.open(), opCase.name());
        }
    }

    @Test
    void backwardOfWhatNeedsNoGradientIsAnErrorThatLosesNoMemory() {
        long before = live.open();
        try (Tape tape = Tape.recording(backend)) {
            Tensor constant = tape.own(tensor(4));
            Tensor loss = Losses.sumOfSquares(tape, constant);
            IllegalStateException error = assertThrows(IllegalStateException.class, () -> tape.backward(loss));
            assertEquals("nothing that led to this tensor requires a gradient", error.getMessage());
        }
        assertEquals(before, live.open());
    }

    @Test
    void aSeedOfAnotherShapeIsAnErrorThatLosesNoMemory() {
        long before = live.open();
        try (Tape tape = Tape.recording(backend)) {
            Tensor y = Elementwise.unary(tape, new UnaryOp.Relu(), x);
            assertThrows(IllegalArgumentException.class, () -> tape.backward(y, tensor(1, 2, 3)));
            assertThrows(IllegalArgumentException.class, () -> tape.backward(y), "two numbers are no loss");
        }
        assertEquals(before, live.open());
    }

    @Test
    void aTapeForInferenceRecordsNothing() {
        try (Tape tape = Tape.inference(backend)) {
            Tensor y = Elementwise.unary(tape, new UnaryOp.Relu(), x);
            assertFalse(y.requiresGradient());
            assertThrows(IllegalStateException.class, () -> tape.backward(y, tensor(1, 1)));
        }
    }

    @Test
    void aGradientOfAnotherShapeThanItsInputIsRefused() {
        try (Tape tape = Tape.recording(backend)) {
            Tensor y = tape.record(
                    tape.own(tensor(0, 0)),
                    (gy, gradients) -> gradients.accumulate(x, gradients.allocate(Shape.of(1, 2))),
                    x);
            assertThrows(IllegalArgumentException.class, () -> tape.backward(y, tensor(1, 1)));
        }
    }

    @Test
    void theTapeClosesWhatItOwnsAndNothingElse() {
        Tensor y;
        try (Tape tape = Tape.recording(backend)) {
            y = Elementwise.unary(tape, new UnaryOp.Relu(), x);
        }
        assertThrows(IllegalStateException.class, y::toArray);
        assertNotNull(x.toArray());
    }
}
