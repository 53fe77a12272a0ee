package org.fitact.transients;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * Flips bits between the steps of a plan. A value is made anew by every run, so nothing is left behind; images are written back when
 * the run is finished.
 *
 * <p>In another format than that in which it is computed, a struck number becomes a word, which is flipped and read: numbers beside it stay as
 * they are. A NaN that has no word is not struck.
 */
public final class Striker implements StepObserver {

    private final TransientSampler sampler;
    private final NumberFormat format;
    private final Plan plan;
    private final Map<String, Place> sums = new HashMap<>();
    private final Map<String, List<Place>> values = new HashMap<>();
    private final List<Undo> undo = new ArrayList<>();
    private final int[] flips;
    private Listener listener = (_, _, _, _) -> {};
    private long trial;
    private double rate;
    private double largestRate;
    private int first;
    private int batch;

    private record Undo(Buffer buffer, int index, int bits) {}

    /** Is told of each number that is struck. */
    @FunctionalInterface
    public interface Listener {

        /** @param image among all of a run, from 0 */
        void struck(int image, Place place, float before, float after);
    }

    /**
     * @param plan that lets what is struck be observed
     * @param images of all batches together
     */
    public Striker(TransientFaults faults, TransientSampler sampler, Plan plan, int images) {
        this.sampler = sampler;
        this.format = faults.format();
        this.plan = plan;
        this.flips = new int[images];
        for (Place place : sampler.places()) {
            if (place.target() == TransientTarget.ACCUMULATOR) {
                sums.put(place.step(), place);
            } else {
                values.computeIfAbsent(place.step(), _ -> new ArrayList<>()).add(place);
            }
        }
    }

    /** Has a trial's faults strike while something runs the plan over all images, before anybody who observes it sees a value. */
    public <T> T during(long trial, double rate, double largestRate, Supplier<T> run) {
        this.trial = trial;
        this.rate = rate;
        this.largestRate = largestRate;
        first = 0;
        batch = 0;
        Arrays.fill(flips, 0);
        return plan.observedFirstBy(this, run);
    }

    /** Tells somebody of each number that is struck from now on. */
    public void tell(Listener other) {
        listener = other;
    }

    /** Flipped bits of each image; not to be modified. */
    public int[] flips() {
        return flips;
    }

    @Override
    public void started(Buffer images, int count) {
        first += batch;
        batch = count;
        for (Place place : values.getOrDefault(Graph.IMAGES, List.of())) {
            strike(place, images, true);
        }
    }

    @Override
    public void summed(Sums some) {
        if (sums.containsKey(some.step().name())) {
            Place place = sums.get(some.step().name());
            some.images().stream().forEach(image -> strike(place, some.value(), image, some.attempt(), false));
        }
    }

    @Override
    public void done(Node step, Buffer value, int count) {
        for (Place place : values.getOrDefault(step.name(), List.of())) {
            strike(place, value, false);
        }
    }

    @Override
    public void finished() {
        undo.reversed().forEach(change -> upload(change.buffer, change.index, change.bits));
        undo.clear();
    }

    private void strike(Place place, Buffer buffer, boolean undone) {
        for (int image = 0; image < batch; image++) {
            strike(place, buffer, image, 0, undone);
        }
    }

    private void strike(Place place, Buffer buffer, int image, int attempt, boolean undone) {
        int width = format.width();
        Word word = new Word(place, buffer, undone, first + image);
        sampler.draw(trial, first + image, place, attempt, rate, largestRate, bit -> {
            int index = image * place.elements() + (int) (bit / width);
            word.hit(index, 1 << bit % width);
        });
        word.flush();
    }

    /** The word that is being hit: its bits come one behind the other, and are flipped together. */
    private final class Word {

        private final Place place;
        private final Buffer buffer;
        private final boolean undone;
        private final int image;
        private int index = -1;
        private int mask;

        private Word(Place place, Buffer buffer, boolean undone, int image) {
            this.place = place;
            this.buffer = buffer;
            this.undone = undone;
            this.image = image;
        }

        private void hit(int at, int bit) {
            if (at != index) {
                flush();
                index = at;
            }
            mask |= bit;
        }

        private void flush() {
            if (mask == 0) {
                return;
            }
            int bits = download(buffer, index);
            float value = Float.intBitsToFloat(bits);
            if (!Float.isNaN(value) || !(format instanceof FixedPoint)) {
                int word = format.encode(value, index);
                if (undone) {
                    undo.add(new Undo(buffer, index, bits));
                }
                float faulty = format.decode(format.hold(word ^ mask));
                upload(buffer, index, Float.floatToRawIntBits(faulty));
                flips[image] += Integer.bitCount(mask);
                listener.struck(image, place, value, faulty);
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
