package org.fitact.tensor.integer;

import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.fixedpoint.Wide;

/** What is computed element by element of one or two values. */
final class ElementKernels {

    private ElementKernels() {}

    static void convert(int n, Operand x, Conversion output, long[] y) {
        int fraction = x.format().fraction();
        for (int i = 0; i < n; i++) {
            y[i] = output.word(x.words()[i], fraction, i);
        }
    }

    static void binary(BinaryOp op, int n, Operand a, Operand b, Conversion output, long[] y) {
        switch (op) {
            case ADD -> sum(n, a, b, 1, output, y);
            case SUBTRACT -> sum(n, a, b, -1, output, y);
            case MULTIPLY -> product(n, a, b, output, y);
            case MAXIMUM -> extreme(n, a, b, 1, output, y);
            case MINIMUM -> extreme(n, a, b, -1, output, y);
            case DIVIDE, POWER -> throw IntegerOps.notOnWords(op);
        }
    }

    private static void sum(int n, Operand a, Operand b, int sign, Conversion output, long[] y) {
        int common = Math.max(a.format().fraction(), b.format().fraction());
        int shiftA = common - a.format().fraction();
        int shiftB = common - b.format().fraction();
        if (Math.max(a.format().width() + shiftA, b.format().width() + shiftB) <= Long.SIZE - 2) {
            for (int i = 0; i < n; i++) {
                y[i] = output.word((a.words()[i] << shiftA) + sign * (b.words()[i] << shiftB), common, i);
            }
            return;
        }
        Wide left = new Wide();
        Wide right = new Wide();
        for (int i = 0; i < n; i++) {
            left.set(a.words()[i]).shiftLeft(shiftA);
            right.set(0).addProduct(sign, b.words()[i]).shiftLeft(shiftB);
            y[i] = output.word(left.add(right), common, i);
        }
    }

    private static void product(int n, Operand a, Operand b, Conversion output, long[] y) {
        int fraction = a.format().fraction() + b.format().fraction();
        Wide product = new Wide();
        for (int i = 0; i < n; i++) {
            y[i] = output.word(product.set(0).addProduct(a.words()[i], b.words()[i]), fraction, i);
        }
    }

    /** @param sign 1 for the larger, −1 for the smaller */
    private static void extreme(int n, Operand a, Operand b, int sign, Conversion output, long[] y) {
        Format left = a.format();
        Format right = b.format();
        for (int i = 0; i < n; i++) {
            long one = a.words()[i];
            long other = b.words()[i];
            boolean first = sign * Comparison.compare(one, left.fraction(), other, right.fraction()) >= 0;
            y[i] = output.word(first ? one : other, first ? left.fraction() : right.fraction(), i);
        }
    }
}
