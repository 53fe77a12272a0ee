package org.fitact.cost;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fitact.memory.MemoryImage;
import org.fitact.memory.StoredNetwork;
import org.fitact.memory.WholeRead;
import org.fitact.nn.image.Images;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.timing.InTurns;
import org.fitact.timing.MedianRatio;

/**
 * Measures what candidates cost in time. Inference: the networks of some schemes at a time run in turns with the unprotected one on the same
 * images, in the reference format, since plans compute in float32 whatever the words are. Decoding: the whole memory of a candidate is read through its code in turns
 * with the unprotected inference. Words that no code guards cost nothing here. Closing it frees the unprotected network.
 */
final class TimeCosts implements AutoCloseable {

    /** Images of an inference. */
    private static final List<Integer> BATCHES = List.of(1, 16);

    /** Schemes whose plans are in memory together: each has its weights once as words, once as numbers and once in the order of its products. */
    private static final int TOGETHER = 6;

    private final HardenedNetworks networks;
    private final Candidate reference;
    private final InTurns decoding;
    private final List<Unprotected> unprotected = new ArrayList<>();
    /** By batch and scheme. */
    private final List<Map<String, Inference>> inferences = new ArrayList<>();

    /** The unprotected network on a batch of images. */
    private record Unprotected(int batch, StoredNetwork memory, EvaluationSet images) implements AutoCloseable {

        Runnable inference() {
            return inference(memory);
        }

        /** Of another network on the same images. */
        Runnable inference(StoredNetwork other) {
            return () -> other.plan().logits(images.first());
        }

        @Override
        public void close() {
            images.close();
            memory.close();
        }
    }

    /** @param milliseconds of the unprotected one */
    private record Inference(double milliseconds, MedianRatio ratio) {}

    /**
     * Measures the inferences.
     *
     * @param images of which the first are used
     * @param schemes those that networks were hardened by
     */
    TimeCosts(HardenedNetworks networks, Images images, Candidate reference, List<String> schemes, Effort effort)
            throws IOException {
        this.networks = networks;
        this.reference = reference;
        this.decoding = effort.decoding();
        try {
            for (int batch : BATCHES) {
                StoredNetwork memory = networks.deploy(reference, batch);
                EvaluationSet set = networks.set(images.first(Math.min(batch, images.size())), batch);
                unprotected.add(new Unprotected(batch, memory, set));
                Map<String, Inference> all = new HashMap<>();
                for (int from = 0; from < schemes.size(); from += TOGETHER) {
                    List<String> some = schemes.subList(from, Math.min(from + TOGETHER, schemes.size()));
                    all.putAll(inferences(unprotected.getLast(), some, effort.inference()));
                }
                inferences.add(all);
            }
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private Map<String, Inference> inferences(Unprotected base, List<String> schemes, InTurns turns)
            throws IOException {
        List<StoredNetwork> others = new ArrayList<>();
        try {
            List<Runnable> tasks = new ArrayList<>(List.of(base.inference()));
            for (String scheme : schemes) {
                others.add(networks.deploy(new Candidate(reference.format(), scheme), base.batch));
                tasks.add(base.inference(others.getLast()));
            }
            double[][] times = turns.time(tasks);
            double milliseconds = MedianRatio.median(times[0]) / 1e6;
            Map<String, Inference> found = new HashMap<>();
            for (int i = 0; i < schemes.size(); i++) {
                boolean same = schemes.get(i).equals(reference.scheme());
                MedianRatio ratio = same ? MedianRatio.EQUAL : MedianRatio.of(times[i + 1], times[0]);
                found.put(schemes.get(i), new Inference(milliseconds, ratio));
            }
            return found;
        } finally {
            others.forEach(StoredNetwork::close);
        }
    }

    /** What a candidate costs, by batch. */
    List<TimeCost> of(Candidate candidate, MemoryImage image) {
        try (WholeRead read = WholeRead.of(image, networks.backend())) {
            List<MedianRatio> decodes = decodes(read);
            List<TimeCost> costs = new ArrayList<>();
            for (int b = 0; b < BATCHES.size(); b++) {
                Inference inference = inferences.get(b).get(candidate.hardenedAs());
                costs.add(new TimeCost(
                        BATCHES.get(b), inference.milliseconds, inference.ratio, decodes.get(b), read.isByKernels()));
            }
            return costs;
        }
    }

    /** By batch. */
    private List<MedianRatio> decodes(WholeRead read) {
        if (read.isEmpty()) {
            return BATCHES.stream().map(_ -> MedianRatio.NOTHING).toList();
        }
        List<Runnable> tasks =
                new ArrayList<>(unprotected.stream().map(Unprotected::inference).toList());
        tasks.add(read::run);
        double[][] times = decoding.time(tasks);
        return IntStream.range(0, BATCHES.size())
                .mapToObj(b -> MedianRatio.of(times[BATCHES.size()], times[b]))
                .toList();
    }

    @Override
    public void close() {
        unprotected.forEach(Unprotected::close);
    }
}
