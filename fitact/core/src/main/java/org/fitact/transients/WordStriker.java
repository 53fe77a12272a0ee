package org.fitact.transients;

import java.util.function.Supplier;
import org.fitact.nn.integer.IntegerPlan;
import org.fitact.nn.integer.IntegerSteps;
import org.fitact.nn.integer.WordFaults;
import org.fitact.tensor.fixedpoint.Format;

/**
 * Flips bits of the words of a network that computes in integers. They are those with which it computes: an image's, a value's, and an
 * accumulator's when its sum is complete. A word that was flipped is another word of its format, so there is no number that it is not.
 * Words are made anew by every run, so nothing is left behind.
 *
 * <p>Threads share the images of a run; each image has its own draws and its own count.
 */
public final class WordStriker extends Striker implements WordFaults {

    private final IntegerPlan plan;
    private final IntegerSteps steps;

    /**
     * @param sampler of places whose words have the widths of {@link #format}
     * @param images of all batches together
     */
    public WordStriker(TransientSampler sampler, IntegerPlan plan, int images) {
        super(sampler, images);
        this.plan = plan;
        this.steps = new IntegerSteps(plan.graph(), plan.arithmetic());
    }

    /**
     * The format of the words that are struck at a place.
     *
     * @param step that makes them, or {@link org.fitact.nn.graph.Graph#IMAGES}
     */
    public static Format format(IntegerSteps steps, TransientTarget target, String step) {
        int value = steps.number(step);
        return target == TransientTarget.ACCUMULATOR
                ? steps.accumulator(steps.node(value)).type().format()
                : steps.type(value).format();
    }

    @Override
    <T> T between(Supplier<T> run) {
        return plan.struckBy(this, run);
    }

    @Override
    public void started(int images) {
        next(images);
    }

    @Override
    public boolean strikesSums(String product, int from, int images) {
        boolean[] any = new boolean[1];
        places().sums(product).ifPresent(place -> {
            for (int image = from; image < from + images; image++) {
                draw(place, image, 0, _ -> any[0] = true);
            }
        });
        return any[0];
    }

    @Override
    public void summed(String product, long[] words, int from, int images) {
        places().sums(product).ifPresent(place -> strike(place, words, from, images));
    }

    @Override
    public void made(String value, long[] words, int from, int images) {
        places().values(value).forEach(place -> strike(place, words, from, images));
    }

    private void strike(Place place, long[] words, int from, int images) {
        Format format = format(steps, place.target(), place.step());
        for (int i = 0; i < images; i++) {
            int at = i * place.elements();
            int image = from + i;
            draw(place, image, 0, bit -> {
                int index = at + (int) (bit / place.width());
                words[index] = format.wrap(words[index] ^ 1L << bit % place.width());
                flipped(image, 1);
            });
        }
    }
}
