// The tensor engine by itself: a line is fitted to points by gradient descent.
//
//   bin/fitact java examples/Autograd.java

import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Elementwise;
import org.fitact.tensor.autograd.Losses;
import org.fitact.tensor.autograd.Products;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;

static final int POINTS = 50;
static final float RATE = 0.01f;
static final int STEPS = 300;

void main() {
    float[] x = new float[POINTS];
    float[] y = new float[POINTS];
    for (int i = 0; i < POINTS; i++) {
        x[i] = i / 25f - 1;
        y[i] = 3 * x[i] - 0.5f;
    }
    try (Backend backend = Backends.cpu(BackendOptions.defaults());
            Tensor inputs = Tensor.of(backend, Shape.of(POINTS, 1), x);
            Tensor targets = Tensor.of(backend, Shape.of(POINTS, 1), y);
            Tensor slope = Tensor.zeros(backend, Shape.of(1, 1)).requireGradient(true);
            Tensor offset = Tensor.zeros(backend, Shape.of(1)).requireGradient(true)) {
        for (int step = 0; step < STEPS; step++) {
            // The tape owns all that is computed on it.
            try (Tape tape = Tape.recording(backend)) {
                tape.backward(loss(tape, inputs, targets, slope, offset));
                descend(slope, tape.gradient(slope));
                descend(offset, tape.gradient(offset));
            }
        }
        IO.println("y = %.3f·x %+.3f".formatted(slope.item(), offset.item()));
    }
}

/** Σ (slope·x + offset − y)². */
Tensor loss(Tape tape, Tensor x, Tensor y, Tensor slope, Tensor offset) {
    return Losses.sumOfSquares(tape, Elementwise.subtract(tape, Products.linear(tape, x, slope, offset), y));
}

void descend(Tensor parameter, Tensor gradient) {
    parameter.upload(new float[] {parameter.item() - RATE * gradient.item()});
}
