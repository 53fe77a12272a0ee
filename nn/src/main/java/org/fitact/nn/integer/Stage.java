package org.fitact.nn.integer;

import java.util.ArrayList;
import java.util.List;
import org.fitact.nn.graph.op.ParameterSpec;

/**
 * Consecutive values that some images pass together, before the next images do: so many that their values stay in a cache, and so
 * few stages that weights are not fetched for each image.
 *
 * @param first number of the first value
 * @param end one more than that of the last
 * @param images that pass at once
 */
record Stage(int first, int end, int images) {

    /** Words of the values of one node, what it reads and what it makes: 2 MB; but more where its weights are more by this factor. */
    private static final int WORDS = 1 << 18;

    private static final int OF_WEIGHTS = 2;

    /** A stage ends where another number of images, by this factor at least, would be right. */
    private static final int APART = 4;

    /** The stages of all values, the images first. */
    static List<Stage> of(IntegerSteps steps, int mostImages) {
        List<Stage> stages = new ArrayList<>();
        int first = 0;
        int images = fitting(steps, 0, mostImages);
        for (int value = 1; value < steps.values(); value++) {
            int fitting = fitting(steps, value, mostImages);
            if (fitting >= APART * images || images >= APART * fitting) {
                stages.add(new Stage(first, value, images));
                first = value;
                images = fitting;
            }
            images = Math.min(images, fitting);
        }
        stages.add(new Stage(first, steps.values(), images));
        return stages;
    }

    private static int fitting(IntegerSteps steps, int value, int mostImages) {
        int words = steps.elements(value);
        long most = WORDS;
        if (value > 0) {
            List<String> read = steps.node(value).parameters();
            for (ParameterSpec parameter : steps.graph().parameters()) {
                boolean own = read.contains(parameter.name());
                most = own
                        ? Math.max(most, (long) OF_WEIGHTS * parameter.shape().elements())
                        : most;
            }
            for (int input : steps.inputs(steps.node(value))) {
                words += steps.elements(input);
            }
        }
        return Math.clamp(most / words, 1, mostImages);
    }
}
