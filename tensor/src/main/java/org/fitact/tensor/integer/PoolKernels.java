package org.fitact.tensor.integer;

import java.util.function.IntConsumer;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.backend.op.Window1d;
import org.fitact.tensor.fixedpoint.FixedType;

/** Pooling of words. */
final class PoolKernels {

    private PoolKernels() {}

    static void pool(Pool2d shape, Operand x, FixedType type, long[] y, NodeRun run) {
        switch (shape.kind()) {
            case MAX -> {
                Conversion output = new Conversion(type, run);
                forEachWindow(shape, (element, _, _, from) -> {
                    // Of a window that lies in the padding alone, the least word: no word is −∞.
                    long[] largest = {x.format().minWord()};
                    forEachTap(shape, from, at -> largest[0] = Math.max(largest[0], x.words()[at]));
                    y[element] = output.word(largest[0], x.format().fraction(), element);
                });
            }
            case AVERAGE -> {
                Quotient output = new Quotient(x.format(), type, run);
                forEachWindow(shape, (element, oy, ox, from) -> {
                    output.begin();
                    forEachTap(shape, from, at -> output.add(x.words()[at]));
                    y[element] = output.end(shape.divisor(oy, ox), element);
                });
            }
        }
    }

    private interface Action {
        void at(int element, int oy, int ox, Place from);
    }

    /** A window of a channel of an image. */
    private record Place(int image, int oy, int ox, int channel) {}

    private static void forEachWindow(Pool2d shape, Action action) {
        int element = 0;
        for (int image = 0; image < shape.batch(); image++) {
            for (int oy = 0; oy < shape.outHeight(); oy++) {
                for (int ox = 0; ox < shape.outWidth(); ox++) {
                    for (int c = 0; c < shape.channels(); c++, element++) {
                        action.at(element, oy, ox, new Place(image, oy, ox, c));
                    }
                }
            }
        }
    }

    /** The elements of the input under the taps of a window. */
    private static void forEachTap(Pool2d shape, Place place, IntConsumer element) {
        Window1d down = shape.window().vertical();
        Window1d across = shape.window().horizontal();
        for (int ky = down.firstTap(place.oy); ky < down.endTap(place.oy, shape.height()); ky++) {
            int line = place.image * shape.height() + down.input(place.oy, ky);
            for (int kx = across.firstTap(place.ox); kx < across.endTap(place.ox, shape.width()); kx++) {
                element.accept((line * shape.width() + across.input(place.ox, kx)) * shape.channels() + place.channel);
            }
        }
    }
}
