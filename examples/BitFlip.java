// What one flipped bit makes of a weight: each bit of its Q15.16 word in turn.
//
//   bin/fitact java examples/BitFlip.java [WEIGHT]

import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.FixedPointCodec;
import org.fitact.tensor.fixedpoint.QFormat;

void main(String[] args) {
    double weight = args.length == 0 ? 0.02 : weight(args[0]);
    FixedPoint arithmetic = FixedPoint.DEFAULT;
    QFormat format = arithmetic.format();

    int word = FixedPointCodec.toWord(arithmetic, weight, 0);
    IO.println("%s is stored as %08x in %s".formatted(weight, word, format));
    for (int bit = format.width() - 1; bit >= 0; bit--) {
        int flipped = format.flip(word, 1 << bit);
        double value = FixedPointCodec.toDouble(arithmetic, flipped);
        IO.println("bit %2d (%-8s) flipped: %08x = %.6f".formatted(bit, format.bitClass(bit), flipped, value));
    }
}

double weight(String text) {
    try {
        return Double.parseDouble(text);
    } catch (NumberFormatException _) {
        System.err.println("usage: bin/fitact java examples/BitFlip.java [WEIGHT], a number such as 0.02");
        System.exit(2);
        throw new IllegalStateException("has ended");
    }
}
