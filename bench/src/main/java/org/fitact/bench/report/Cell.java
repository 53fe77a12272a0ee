package org.fitact.bench.report;

import java.util.Map;
import org.fitact.bench.Device;
import org.fitact.bench.run.JmhRun;

/** One network and batch of Table I. */
record Cell(TableNetwork network, int batch) {

    /** A GPU's rounds take milliseconds, and its forks are short, so that a table takes minutes of it. */
    private static final JmhRun.Effort ON_DEVICE = new JmhRun.Effort(1, 4, 10, 200);

    private static final int FEWEST_WARMUPS = 2;
    private static final int FEWEST_ITERATIONS = 5;

    /**
     * About how long an inference takes on two cores: what a plan needs whatever the batch, and what each image adds.
     * Only the lengths of iterations and the first guess of the time left hang on it, never a result.
     */
    private record Cost(double plan, double image) {}

    private static final Map<String, Cost> MILLIS = Map.of(
            "resnet50", new Cost(12, 8),
            "vgg16", new Cost(5, 1),
            "alexnet", new Cost(4, 0.4));

    /** Of any other that was trained: as VGG16's. An iteration of a larger one is a round, however long that is. */
    private static final Cost OTHER = new Cost(5, 1);

    /** Seconds that a fork needs beside its iterations: a JVM, five plans, and the validation of each. */
    private static final Map<String, Double> SET_UP = Map.of("resnet50", 8.0, "vgg16", 5.0, "alexnet", 5.0);

    private static final double OTHER_SET_UP = 5;

    /** About how long a round of all schemes takes, in ms. */
    private double round() {
        Cost cost = MILLIS.getOrDefault(network.model(), OTHER);
        return network.schemes().size() * (cost.plan + cost.image * batch);
    }

    /**
     * What one fork does.
     *
     * @param of the effort for short rounds on a CPU; where a round takes longer than an iteration there are fewer, of one
     *     round each. On another device it is not used
     */
    JmhRun.Effort effort(Device device, JmhRun.Effort of) {
        if (!device.isCpu()) {
            return ON_DEVICE;
        }
        double longer = Math.max(1, round() / of.millis());
        return new JmhRun.Effort(
                1,
                (int) Math.max(FEWEST_WARMUPS, of.warmups() / longer),
                (int) Math.max(FEWEST_ITERATIONS, of.iterations() / longer),
                Math.round(of.millis() * longer));
    }

    /** A guess of the seconds of one fork. */
    double seconds(Device device, JmhRun.Effort of) {
        JmhRun.Effort effort = effort(device, of);
        // One round more: validation runs each plan once.
        return SET_UP.getOrDefault(network.model(), OTHER_SET_UP)
                + ((effort.warmups() + effort.iterations()) * effort.millis() + round()) / 1000;
    }

    @Override
    public String toString() {
        return network + ", batch " + batch;
    }
}
