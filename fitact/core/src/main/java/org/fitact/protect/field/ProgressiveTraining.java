package org.fitact.protect.field;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.memory.ChangingNetwork;
import org.fitact.memory.Deployment;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.checkpoint.SafetensorsFile;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.checkpoint.StoredValues;
import org.fitact.nn.eager.Forward;
import org.fitact.nn.eager.Pass;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.graph.Site;
import org.fitact.nn.image.Augmentation;
import org.fitact.nn.image.Batch;
import org.fitact.nn.image.BatchLoader;
import org.fitact.nn.image.LoaderOptions;
import org.fitact.nn.image.Prefetch;
import org.fitact.nn.optim.Optimiser;
import org.fitact.nn.optim.UpdateRule;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.train.OnlyTrained;
import org.fitact.protect.HardeningJob;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Attention;
import org.fitact.tensor.autograd.Elementwise;
import org.fitact.tensor.autograd.Losses;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.backend.op.attention.Softmax;
import org.fitact.tensor.number.TensorFormat;

/**
 * ProAct's training: the bounds of one site after the other, from the last to the first, by Adam on {@code cross-entropy of the labels +
 * cross-entropy of the teacher's softmax + d/2 · Σ λ²}, all else frozen and batch norm in inference mode. A few times an epoch the
 * bounds are stored in the network as it is deployed. They are kept while it has lost no more than the tolerance on the held-out
 * images; the first that have lost more end the training of their site, and those before them are put back.
 */
final class ProgressiveTraining {

    /**
     * What came of it.
     *
     * @param bounds how many there are
     * @param moved sites whose bounds are not those of the start
     * @param before held-out accuracy with the bounds of the start, 0..1
     */
    record Result(int bounds, int moved, int steps, double before, double after) {}

    private static final UpdateRule ADAM = UpdateRule.Adam.STANDARD;
    private static final String DONE = "sites";
    private static final String MOVED = "moved";
    private static final String STEPS = "steps";

    private final Network network;
    private final Plan teacher;
    private final HardeningJob job;
    private final ProAct.Settings settings;
    private final BatchLoader loader;
    private final List<Site> sites;
    private int moved;
    private int steps;

    /** @param teacher the network without bounds, for batches of the settings' size */
    ProgressiveTraining(Network network, Plan teacher, HardeningJob job, ProAct.Settings settings) {
        this.network = network;
        this.teacher = teacher;
        this.job = job;
        this.settings = settings;
        this.sites = network.boundedSites().reversed();
        this.loader = new BatchLoader(
                job.data().train(),
                job.data().normalisation(),
                LoaderOptions.training(settings.batchSize(), Augmentation.NONE, job.seed()));
    }

    /** Trains; the network's bounds are modified, everything else is as before. */
    Result run() {
        TensorFormat format = job.settings().arithmetic();
        try (ChangingNetwork memory =
                new ChangingNetwork(format, () -> StoredNetwork.of(network, Deployment.of(format)))) {
            double before = job.heldOut().accuracy(memory.stored().inference());
            for (int s = resume(memory); s < sites.size(); s++) {
                train(s, memory, before);
                job.progress()
                        .at(
                                (s + 1.0) / sites.size(),
                                "training bounds of " + sites.get(s).name());
                if (s + 1 < sites.size()) {
                    save(s + 1);
                }
            }
            int bounds = bounds().stream()
                    .mapToInt(bound -> bound.value().elements())
                    .sum();
            return new Result(
                    bounds,
                    moved,
                    steps,
                    before,
                    job.heldOut().accuracy(memory.stored().inference()));
        }
    }

    private List<Parameter> bounds() {
        return network.parameters().stream()
                .filter(parameter -> parameter.kind().isBound())
                .toList();
    }

    private List<Parameter> bounds(Site site) {
        Parameter upper = network.parameter(site.boundsName());
        return site.bound().twoSided() ? List.of(upper, network.parameter(site.lowerName())) : List.of(upper);
    }

    private void train(int s, ChangingNetwork memory, double before) {
        List<Parameter> trained = bounds(sites.get(s));
        List<float[]> kept = values(trained);
        boolean within = true;
        boolean changed = false;
        int stepsPerEpoch = loader.batchesPerEpoch();
        int interval = Math.max(1, stepsPerEpoch / settings.checksPerEpoch());
        int total = Math.min(settings.steps(), settings.epochs() * stepsPerEpoch);
        try (OnlyTrained _ = new OnlyTrained(network, trained);
                Optimiser optimiser = new Optimiser(trained, ADAM)) {
            for (int epoch = 0; optimiser.steps() < total && within; epoch++) {
                try (Prefetch<Batch> batches = loader.epoch(s * settings.epochs() + epoch)) {
                    while (batches.hasNext() && optimiser.steps() < total && within) {
                        step(batches.next(), trained, optimiser);
                        steps++;
                        if (optimiser.steps() % interval == 0 || optimiser.steps() == total) {
                            memory.update(trained);
                            within = before
                                            - job.heldOut()
                                                    .accuracy(memory.stored().inference())
                                    <= settings.tolerance();
                            kept = within ? values(trained) : kept;
                            changed |= within;
                        }
                    }
                }
            }
        }
        for (int i = 0; i < kept.size(); i++) {
            trained.get(i).value().upload(kept.get(i));
        }
        memory.update(trained);
        moved += changed ? 1 : 0;
    }

    private void step(Batch batch, List<Parameter> trained, Optimiser optimiser) {
        Shape input = network.architecture().input().withBatch(batch.size());
        try (Tape tape = Tape.recording(network.backend())) {
            Tensor images = tape.own(Tensor.of(network.backend(), input, batch.images()));
            Tensor labels = tape.own(Tensor.of(network.backend(), Shape.of(batch.size()), batch.labels()));
            Tensor logits = Forward.of(network, Pass.inference(tape), images);
            Tensor loss = Elementwise.add(
                    tape,
                    Losses.crossEntropy(tape, logits, labels, 0),
                    Losses.softCrossEntropy(tape, logits, taught(tape, images)));
            UnaryOp decay = new UnaryOp.Affine((float) (settings.weightDecay() / 2), 0);
            for (Parameter bound : trained) {
                Tensor squares = Losses.sumOfSquares(tape, bound.value());
                loss = Elementwise.add(tape, loss, Elementwise.unary(tape, decay, squares));
            }
            tape.backward(loss);
            boolean scalar = trained.getFirst().value().elements() == 1;
            optimiser.step(tape, scalar ? settings.scalarRate() : settings.vectorRate());
        }
    }

    /** The teacher's softmax of a batch. */
    private Tensor taught(Tape tape, Tensor images) {
        int rows = images.shape().extent(0);
        int classes = network.architecture().classes();
        Tensor logits = tape.own(Tensor.of(network.backend(), Shape.of(rows, classes), teacher.logits(images)));
        return Attention.softmax(tape, new Softmax(rows, classes, 1, false), logits);
    }

    private static List<float[]> values(List<Parameter> parameters) {
        return parameters.stream().map(some -> some.value().toArray()).toList();
    }

    /** Puts back what an earlier run left; returns how many sites it had done. */
    private int resume(ChangingNetwork memory) {
        try {
            Optional<StoredValues> saved = job.partial().load();
            if (saved.isEmpty()) {
                return 0;
            }
            for (Parameter bound : bounds()) {
                bound.value()
                        .upload(saved.get().floats(bound.name(), bound.value().elements()));
            }
            memory.update(bounds());
            moved = (int) saved.get().metadata().whole(MOVED, 0, sites.size());
            steps = (int) saved.get().metadata().whole(STEPS, 0, Integer.MAX_VALUE);
            return (int) saved.get().metadata().whole(DONE, 0, sites.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void save(int done) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        bounds().forEach(bound -> tensors.put(
                bound.name(),
                StoredTensor.of(
                        new int[] {bound.value().elements()}, bound.value().toArray())));
        Map<String, String> metadata =
                Map.of(DONE, Integer.toString(done), MOVED, Integer.toString(moved), STEPS, Integer.toString(steps));
        try {
            job.partial().save(new SafetensorsFile(metadata, tensors));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
