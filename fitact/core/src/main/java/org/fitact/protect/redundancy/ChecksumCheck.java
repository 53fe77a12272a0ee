package org.fitact.protect.redundancy;

import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.FusedProduct;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.Sums;

/**
 * Compares the sums of all products with their checksums. A deviation beyond the threshold of a product, or one that is no number, is
 * a fault of the image.
 */
final class ChecksumCheck extends SumsCheck {

    /** What is done about a fault. */
    enum Response {
        /** The product is computed again for the image, twice at most, and its sums are taken where the first ones deviate. */
        RECOMPUTE,
        /** The sums that go into the deviating checksum become 0: of a map all channels at that place. */
        ZERO
    }

    private static final int MOST_ATTEMPTS = 2;

    private final Map<String, Double> thresholds;
    private final Response response;
    private final long bytes;
    private final Map<String, LayerChecksum> layers = new HashMap<>();

    /**
     * @param thresholds by the steps of a plan
     * @param bytes of all checksum filters
     */
    ChecksumCheck(Map<String, Double> thresholds, Response response, long bytes) {
        this.thresholds = Map.copyOf(thresholds);
        this.response = response;
        this.bytes = bytes;
    }

    /** The checksums of all products of a plan, by their steps. */
    static Map<String, LayerChecksum> layers(Plan plan) {
        Map<String, LayerChecksum> layers = new LinkedHashMap<>();
        for (Node step : plan.steps()) {
            if (step.op() instanceof FusedProduct) {
                layers.put(step.name(), new LayerChecksum(plan, step));
            }
        }
        return layers;
    }

    /** @throws IllegalArgumentException if a product has no threshold; it names the product */
    @Override
    public void deployed(Plan plan) {
        layers.putAll(layers(plan));
        for (String step : layers.keySet()) {
            if (!thresholds.containsKey(step)) {
                throw new IllegalArgumentException("no threshold is known for the checksum of " + step
                        + ", expected one of " + "the hardening for each product");
            }
        }
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void summed(Sums sums) {
        LayerChecksum layer = layers.get(sums.step().name());
        float[] expected = layer.expected(sums.input(), sums.batch());
        float[] present = layer.download(sums.value(), sums.batch() * layer.sums());
        BitSet deviating = deviating(sums, layer, expected, present);
        if (deviating.isEmpty()) {
            return;
        }
        found.or(images(deviating, layer));
        switch (response) {
            case RECOMPUTE -> recompute(sums, layer, expected, present, deviating);
            case ZERO -> {
                deviating.stream()
                        .flatMap(checksum ->
                                IntStream.range(checksum * layer.ofChecksum(), (checksum + 1) * layer.ofChecksum()))
                        .forEach(o -> present[o] = 0);
                layer.upload(present, sums.value());
            }
        }
    }

    private BitSet deviating(Sums sums, LayerChecksum layer, float[] expected, float[] present) {
        double threshold = thresholds.get(sums.step().name());
        BitSet deviating = new BitSet();
        for (int checksum = 0; checksum < sums.batch() * layer.checksums(); checksum++) {
            if (!(layer.deviation(present, expected, checksum) <= threshold)) {
                deviating.set(checksum);
            }
        }
        return deviating;
    }

    private static BitSet images(BitSet deviating, LayerChecksum layer) {
        BitSet images = new BitSet();
        deviating.stream().forEach(checksum -> images.set(checksum / layer.checksums()));
        return images;
    }

    /** Of what is computed again only those sums are taken that deviated, and only where they do so no more: it may be struck too. */
    private void recompute(Sums sums, LayerChecksum layer, float[] expected, float[] present, BitSet deviating) {
        double threshold = thresholds.get(sums.step().name());
        int ofChecksum = layer.ofChecksum();
        BitSet open = (BitSet) deviating.clone();
        Sums last = sums;
        for (int attempt = 1; attempt <= MOST_ATTEMPTS && !open.isEmpty(); attempt++) {
            last = last.again(images(open, layer));
            float[] anew = layer.download(sums.value(), present.length);
            for (int checksum : open.stream().toArray()) {
                if (layer.deviation(anew, expected, checksum) <= threshold) {
                    System.arraycopy(anew, checksum * ofChecksum, present, checksum * ofChecksum, ofChecksum);
                    open.clear(checksum);
                }
            }
        }
        layer.upload(present, sums.value());
    }
}
