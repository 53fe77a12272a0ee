package org.fitact.transients;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.StepObserver;
import org.fitact.nn.plan.Sums;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.number.NumberFormat;

/**
 * Flips bits between the steps of a plan in float. A value is made anew by every run, so nothing is left behind; images are written back when
 * the run is finished.
 *
 * <p>In another format than that in which it is computed, a struck number becomes a word, which is flipped and read: numbers beside it stay as
 * they are. A NaN that has no word is not struck.
 */
public final class PlanStriker extends Striker implements StepObserver {

    private final NumberFormat format;
    private final Plan plan;
    private final List<Undo> undo = new ArrayList<>();
    private Listener listener = (_, _, _, _, _) -> {};

    private record Undo(Buffer buffer, int index, int bits) {}

    /** Is told of each number that is struck. */
    @FunctionalInterface
    public interface Listener {

        /**
         * @param image among all of a run, from 0
         * @param index of the number in the place
         */
        void struck(int image, Place place, int index, float before, float after);
    }

    /**
     * @param plan that lets what is struck be observed
     * @param images of all batches together
     */
    public PlanStriker(TransientFaults faults, TransientSampler sampler, Plan plan, int images) {
        super(sampler, images);
        this.format = faults.format();
        this.plan = plan;
    }

    @Override
    <T> T between(Supplier<T> run) {
        return plan.observedFirstBy(this, run);
    }

    /** Tells somebody of each number that is struck from now on. */
    public void tell(Listener other) {
        listener = other;
    }

    @Override
    public void started(Buffer images, int count) {
        next(count);
        places().values(Graph.IMAGES).forEach(place -> strike(place, images, true));
    }

    @Override
    public void summed(Sums some) {
        places().sums(some.step().name())
                .ifPresent(place -> some.images().stream().forEach(image -> strike(place, some, image)));
    }

    @Override
    public void done(Node step, Buffer value, int count) {
        places().values(step.name()).forEach(place -> strike(place, value, false));
    }

    @Override
    public void finished() {
        undo.reversed().forEach(change -> upload(change.buffer, change.index, change.bits));
        undo.clear();
    }

    private void strike(Place place, Buffer buffer, boolean undone) {
        for (int image = 0; image < batch(); image++) {
            strike(place, buffer, image, 0, undone, _ -> true);
        }
    }

    /** What is computed again is struck in the channels of which it is. */
    private void strike(Place place, Sums some, int image) {
        int channels = plan.graph().shape(place.step()).extent(-1);
        strike(
                place,
                some.value(),
                image,
                some.attempt(),
                false,
                element -> some.channels().get(element % channels));
    }

    /** @param computed whether an element of the place is */
    private void strike(Place place, Buffer buffer, int image, int attempt, boolean undone, IntPredicate computed) {
        int width = format.width();
        Word word = new Word(place, buffer, undone, image);
        draw(place, image, attempt, bit -> {
            int element = (int) (bit / width);
            if (computed.test(element)) {
                word.hit(element, 1 << bit % width);
            }
        });
        word.flush();
    }

    /** The word that is being hit: its bits come one behind the other, and are flipped together. */
    private final class Word {

        private final Place place;
        private final Buffer buffer;
        private final boolean undone;
        private final int image;
        private int element = -1;
        private int mask;

        private Word(Place place, Buffer buffer, boolean undone, int image) {
            this.place = place;
            this.buffer = buffer;
            this.undone = undone;
            this.image = image;
        }

        private void hit(int at, int bit) {
            if (at != element) {
                flush();
                element = at;
            }
            mask |= bit;
        }

        private void flush() {
            if (mask == 0) {
                return;
            }
            int index = image * place.elements() + element;
            int bits = download(buffer, index);
            float value = Float.intBitsToFloat(bits);
            if (!Float.isNaN(value) || !(format instanceof FixedPoint)) {
                int word = format.encode(value, index);
                if (undone) {
                    undo.add(new Undo(buffer, index, bits));
                }
                float faulty = format.decode(format.hold(word ^ mask));
                upload(buffer, index, Float.floatToRawIntBits(faulty));
                flipped(image, Integer.bitCount(mask));
                listener.struck(number(image), place, element, value, faulty);
            }
            mask = 0;
        }
    }

    private int download(Buffer buffer, int index) {
        int[] bits = new int[1];
        backend().download(buffer, index, MemorySegment.ofArray(bits));
        return bits[0];
    }

    private void upload(Buffer buffer, int index, int bits) {
        backend().upload(MemorySegment.ofArray(new int[] {bits}), buffer, index);
    }

    private Backend backend() {
        return plan.backend();
    }
}
