package org.fitact.protect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.fitact.memory.ChangingNetwork;
import org.fitact.memory.Deployment;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.SafetensorsFile;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.checkpoint.StoredValues;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.graph.Site;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;

/**
 * Clip-Act (FT-ClipAct, Hoang et al., 2020): zero above one threshold per layer, found by a search on the network under
 * faults, layer by layer in forward order. Where values may be negative, one threshold is for both sides: what is further
 * from 0 than it, or than the profile saw on that side, becomes 0. Later layers have their profiled maximum while earlier ones are searched.
 *
 * <p>Unlike there, no threshold is taken that leaves the network more than {@value #LARGEST_LOSS} (0.01 is a point) below
 * its accuracy without faults with all thresholds at their maxima. Where every rate of the search leaves the network at
 * chance, as with a deep network and rates that are too high for it, all areas are noise, and a threshold of 0, which always
 * answers with one class, can have the largest.
 */
final class ClipAct implements Protection {

    private static final String THRESHOLDS = "thresholds";
    private static final double LARGEST_LOSS = 0.05;

    @Override
    public String name() {
        return "clip-act";
    }

    @Override
    public String summary() {
        return "zero above a searched threshold per layer (FT-ClipAct, Hoang et al., 2020)";
    }

    @Override
    public Role role() {
        return Role.COMPARED;
    }

    @Override
    public boolean placesBounds() {
        return true;
    }

    /** 2: no threshold is taken that costs the network itself more than {@value #LARGEST_LOSS}. */
    @Override
    public int version() {
        return 2;
    }

    @Override
    public Object settings(HardeningSettings settings) {
        return settings.search();
    }

    @Override
    public Outcome protect(Network network, HardeningJob job) {
        BoundedActivation activation = new BoundedActivation(Policy.ZERO, Granularity.LAYER, BoundSource.SEARCHED);
        activation.install(
                network,
                job.settings().sites(network.graph()),
                site -> job.profile().bounds(site, Granularity.LAYER));
        List<Site> sites = network.boundedSites();
        Map<String, Object> thresholds = new LinkedHashMap<>();
        float[] found = search(network, job);
        for (int i = 0; i < sites.size(); i++) {
            Site site = sites.get(i);
            activation.install(network, site, cut(job.profile().bounds(site, Granularity.LAYER), found[i]));
            thresholds.put(site.name(), found[i]);
        }
        HardeningSettings.ThresholdSearch settings = job.settings().search();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("thresholds", thresholds);
        details.put("rates", Arrays.stream(settings.rates()).boxed().toList());
        details.put("trials", settings.trials());
        details.put("images", images(job));
        details.put("rounds", List.of(settings.minRounds(), settings.maxRounds()));
        details.put("tolerance", settings.tolerance());
        return new Outcome(details);
    }

    /** Those of a trial: all that were held out, if these are fewer than was asked for. */
    private static int images(HardeningJob job) {
        return Math.min(job.settings().search().images(), job.data().heldOut().size());
    }

    private static float[] search(Network network, HardeningJob job) {
        HardeningSettings.ThresholdSearch settings = job.settings().search();
        Deployment deployment = Deployment.of(job.settings().arithmetic());
        try (EvaluationSet images = new EvaluationSet(
                        network.backend(),
                        job.data().heldOut().first(images(job)),
                        job.data().normalisation(),
                        deployment.batchSize());
                ChangingNetwork memory =
                        new ChangingNetwork(job.settings().arithmetic(), () -> StoredNetwork.of(network, deployment))) {
            List<Threshold> places = network.boundedSites().stream()
                    .map(site -> Threshold.of(memory, network, site, job.profile()))
                    .toList();
            Supplier<AccuracyUnderFaults> score =
                    () -> new AccuracyUnderFaults(memory.stored(), images, settings, job.seed());
            double least = score.get().withoutFaults() - LARGEST_LOSS;
            float[] thresholds = new float[places.size()];
            int known = resume(thresholds, job.partial());
            for (int i = 0; i < known; i++) {
                places.get(i).write(thresholds[i]);
            }
            for (int i = known; i < thresholds.length; i++) {
                Threshold place = places.get(i);
                IntervalSearch search = new IntervalSearch(
                        settings,
                        threshold -> {
                            place.write(threshold);
                            return score.get().area();
                        },
                        threshold -> {
                            place.write(threshold);
                            return score.get().withoutFaults() >= least;
                        });
                thresholds[i] = search.run(place.profiled().largest());
                place.write(thresholds[i]);
                keep(Arrays.copyOf(thresholds, i + 1), job.partial());
                job.progress().at((i + 1.0) / thresholds.length, "searching thresholds");
            }
            return thresholds;
        }
    }

    /** Reads the thresholds of the first layers, if an earlier run found some; returns how many. */
    private static int resume(float[] thresholds, PartialWork work) {
        try {
            Optional<StoredValues> saved = work.load();
            if (saved.isEmpty()) {
                return 0;
            }
            float[] known = saved.get().floats(THRESHOLDS);
            if (known.length > thresholds.length) {
                throw new InvalidFileException(
                        saved.get().file(),
                        "tensor " + THRESHOLDS,
                        known.length + " thresholds",
                        "at most " + thresholds.length);
            }
            System.arraycopy(known, 0, thresholds, 0, known.length);
            return known.length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void keep(float[] thresholds, PartialWork work) {
        StoredTensor found = StoredTensor.of(new int[] {thresholds.length}, thresholds);
        try {
            work.save(new SafetensorsFile(Map.of(), Map.of(THRESHOLDS, found)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What passes a threshold T of a layer: the profiled bounds, as far as they lie within [−T, T]. */
    private static Bounds cut(Bounds profiled, float threshold) {
        return profiled.map(distance -> Math.min(distance, threshold));
    }

    /**
     * The threshold of a layer in memory.
     *
     * @param upper of the layer
     * @param lower null where the layer's values are never negative
     */
    private record Threshold(ChangingNetwork memory, Parameter upper, Parameter lower, Bounds profiled) {

        static Threshold of(ChangingNetwork memory, Network network, Site site, NeuronProfile profile) {
            Parameter lower = site.canBeNegative() ? network.parameter(site.lowerName()) : null;
            return new Threshold(
                    memory, network.parameter(site.boundsName()), lower, profile.bounds(site, Granularity.LAYER));
        }

        void write(float threshold) {
            Bounds cut = cut(profiled, threshold);
            upper.value().upload(cut.upper());
            if (lower != null) {
                lower.value().upload(cut.lower());
            }
            memory.update(lower == null ? List.of(upper) : List.of(upper, lower));
        }
    }
}
