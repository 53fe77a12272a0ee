package org.fitact.nn.delta;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.pass.Fusion;
import org.fitact.nn.graph.pass.Program;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.PlanOptions;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;

/**
 * A network that keeps all values of one image, and tells what changes of its parameters make of its logits by following what they
 * change: from the first layer that reads a changed parameter, through what differs, to where nothing does any more.
 *
 * <p>Sums are made in another order than the plan makes them, so logits agree with those of a full run up to rounding.
 */
public final class DeltaPlan implements AutoCloseable {

    /** Beyond it a sum may be too large for a float on its way. */
    private static final float LARGEST = 1e30f;

    private final Backend backend;
    private final Plan plan;
    private final PlanParameters parameters;
    private final Work work = new Work();
    private final Steps steps;
    private final Value result;
    private Remembered remembered;

    /** The last change, by what it made of the value in which all its differences came together. */
    private record Remembered(Value at, Value.Difference difference, Followed rest) {}

    private DeltaPlan(Plan plan) {
        this.plan = plan;
        this.backend = plan.backend();
        this.parameters = new PlanParameters(plan);
        this.steps = new Steps(plan, parameters, work);
        this.result = steps.value(plan.graph().output());
        plan.observe((step, buffer, _) -> backend.download(
                buffer, 0, MemorySegment.ofArray(steps.value(step.name()).clean())));
    }

    /**
     * What is compiled for one: a plan of one image that keeps all values.
     *
     * @param foldBatchNorm whether batch norm is folded into the convolutions
     */
    public static PlanOptions options(boolean foldBatchNorm) {
        return new PlanOptions(1, foldBatchNorm, Fusion.NOTHING);
    }

    /** @param program of a network by {@link #options}, with the numbers that it has without a change */
    public static DeltaPlan of(Backend backend, Program program) {
        Plan plan = Plan.of(backend, program, options(true));
        try {
            return new DeltaPlan(plan);
        } catch (RuntimeException | Error e) {
            plan.close();
            throw e;
        }
    }

    /** Runs the network over an image, {@code [1, height, width, channels]}, and keeps all values. */
    public void see(Tensor image) {
        MemorySegment pixels = MemorySegment.ofArray(steps.value(Graph.IMAGES).clean());
        backend.download(image.buffer(), 0, pixels);
        plan.logits(image);
        work.add(multiplyAdds());
        steps.value(Graph.IMAGES).seen();
        steps.all().forEach(step -> step.output().seen());
        remembered = null;
    }

    /** Multiply-adds of the convolutions and linear layers of a full run over one image, without those in the padding. */
    public long multiplyAdds() {
        return steps.all().stream()
                .mapToLong(step -> step instanceof ProductStep product ? product.multiplyAdds() : 0)
                .sum();
    }

    /** Multiply-adds that were done so far. */
    public long done() {
        return work.multiplyAdds();
    }

    /** The logits of the image without a change; not to be modified. */
    public float[] logits() {
        return result.clean();
    }

    /**
     * What a change makes of the logits of the image that was {@link #see seen} last.
     *
     * @param exact whether the layers that read the parameter are computed as the plan does, to the bit
     */
    public Followed follow(ParameterChange change, boolean exact) {
        Trail trail = new Trail(parameters.struck(change), exact);
        try {
            return trail.follow();
        } finally {
            steps.all().forEach(step -> step.output().reset());
        }
    }

    @Override
    public void close() {
        plan.close();
    }

    /** One change on its way. */
    private final class Trail {

        private final PlanParameters.Struck change;
        private final boolean exact;
        private double growth = 1;
        private boolean sound = true;

        Trail(PlanParameters.Struck change, boolean exact) {
            this.change = change;
            this.exact = exact;
        }

        Followed follow() {
            List<Step> all = steps.all();
            int next = first(all);
            boolean alone = plan.graph().isReadOnce(change.parameter());
            run(all.get(next++));
            if (!alone) {
                return rest(all, next);
            }
            while (next < all.size() && leadsOn(all.get(next - 1), all.get(next))) {
                run(all.get(next++));
            }
            Value last = all.get(next - 1).output();
            if (remembered == null || remembered.at != last || !remembered.difference.isOf(last)) {
                Value.Difference difference = last.difference();
                Followed rest = new Trail(change, exact).rest(all, next);
                remembered = new Remembered(last, difference, rest);
            }
            Followed rest = remembered.rest;
            return new Followed(rest.logits(), rest.differs(), Math.max(growth, rest.growth()), sound && rest.sound());
        }

        private int first(List<Step> all) {
            for (int i = 0; i < all.size(); i++) {
                if (reads(all.get(i))) {
                    return i;
                }
            }
            throw new IllegalStateException("no step reads " + change.parameter());
        }

        /** Whether all that differs is in a value, and a step makes another of it, element by element. */
        private boolean leadsOn(Step from, Step to) {
            String value = from.node().name();
            return to.isElementwise()
                    && to.node().inputs().contains(value)
                    && plan.graph().hasOneReader(value);
        }

        private Followed rest(List<Step> all, int from) {
            for (Step step : all.subList(from, all.size())) {
                run(step);
            }
            return new Followed(result.now().clone(), result.differs(), growth, sound);
        }

        private boolean reads(Step step) {
            return step.node().parameters().contains(change.parameter());
        }

        private void run(Step step) {
            boolean struck = reads(step);
            if (!struck && !step.inputsDiffer()) {
                return;
            }
            if (struck) {
                step.strike(change, exact);
            } else {
                step.update();
            }
            if (step.isProduct() && !(struck && exact)) {
                sound &= step.output().magnitude() <= LARGEST;
                // A sum that is struck is off by its own rounding only: where it is large behind its activation, later
                // sums show it.
                growth = struck && !step.mixesOutputs()
                        ? growth
                        : Math.max(growth, step.output().growth());
            }
        }
    }
}
