package org.fitact.attack;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fitact.fault.EligibleBits;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.FaultLog;
import org.fitact.fault.FaultPattern;
import org.fitact.fault.ParameterKind;
import org.fitact.fault.Region;
import org.fitact.memory.FaultyReading;
import org.fitact.memory.MemoryImage;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.graph.Network;
import org.fitact.nn.train.EvaluationSet;

/**
 * Progressive bit search (Rakin, He, Fan, "Bit-Flip Attack: Crushing Neural Network with Progressive Bit Search", ICCV 2019): one bit
 * after the other is flipped, each that which raises the loss L on the attacker's images most. To find it,
 *
 * <pre>{@code slope(b) = Σ_i ∂L/∂x_i · (x_i with b flipped − x_i)}</pre>
 *
 * is computed for every bit b, with the numbers x as reading the memory gives them; the bit of the largest slope in each tensor (or in
 * each bit of each tensor: {@link Candidates}) is flipped, L measured, and the bit flipped back; and the one of the largest L is
 * flipped for good. The paper takes the gradient by the bits of integers, which orders bits alike: {@code ∂L/∂b_i = ∂L/∂w · ∂w/∂b_i}.
 *
 * <p>Where none of these raises L, the next best of each are tried, up to {@value #DEPTH}; the paper then flips the best two, three, …
 * of a layer together. Where none of those does either, the search ends. A bit is flipped once. Numbers that would be none are passed
 * over; a loss that is none is above all others.
 */
public final class ProgressiveBitSearch implements AutoCloseable {

    private static final int DEPTH = 10;

    private final StoredNetwork memory;
    private final FaultyReading reading;
    private final FaultFilter filter;
    private final Candidates candidates;
    private final LossGradient gradient;
    private final BatchLoss lossOf;
    private final List<Region> regions;
    private final Set<Long> flipped = new HashSet<>();
    private double loss;

    /**
     * @param network as its scheme made it; not modified
     * @param image of its memory, as the attacker reads it: under its codes if the attacker knows of them
     * @param memory deployed from that image; modified by what is flipped, and not closed
     * @param foldBatchNorm as the memory has it
     * @param images that the attacker has, on the network's backend; not closed
     * @throws IllegalArgumentException if the filter lets nothing through, or batch norm that is not folded
     */
    public ProgressiveBitSearch(
            Network network,
            MemoryImage image,
            StoredNetwork memory,
            boolean foldBatchNorm,
            EvaluationSet images,
            AttackSettings settings) {
        this.memory = memory;
        this.reading = new FaultyReading(image);
        this.filter = settings.filter();
        this.candidates = settings.candidates();
        new EligibleBits(image.space(), filter); // says what is wrong with a filter
        this.regions = image.space().regions().stream()
                .filter(region -> filter.admits(region) && filter.bits().mask(region.format()) != 0)
                .toList();
        regions.forEach(ProgressiveBitSearch::requireGradient);
        this.lossOf = new BatchLoss(images);
        this.gradient = LossGradient.of(
                network,
                image,
                foldBatchNorm,
                images,
                regions.stream().map(reading::tensor).collect(Collectors.toSet()));
        this.loss = lossOf.of(memory.inference());
    }

    private static void requireGradient(Region region) {
        if (region.kind() == ParameterKind.NORM) {
            throw new IllegalArgumentException(
                    region.name() + " is of batch norm, by whose vectors there is no gradient in "
                            + "inference, expected weights, biases or bounds, or batch norm that is folded");
        }
    }

    /** On the attacker's images, with all flips so far. */
    public double loss() {
        return loss;
    }

    /** Finds the worst flip, and makes it; empty where none is found that raises the loss. */
    public Optional<WorstFlip> next() {
        List<Best> groups = candidates(gradient.find());
        for (int depth = 0; depth < DEPTH; depth++) {
            Optional<WorstFlip> worst = worst(groups, depth);
            if (worst.isPresent()) {
                make(worst.get());
                return worst;
            }
        }
        return Optional.empty();
    }

    /**
     * Makes a flip that was found before, in this place of the order of all.
     *
     * @param slope as it was found
     * @throws IllegalArgumentException if it is no bit that can be flipped, or it is flipped already
     */
    public WorstFlip make(int address, int bit, double slope) {
        boolean eligible = bit >= 0
                && bit < Integer.SIZE
                && regions.stream()
                        .anyMatch(region -> address >= region.offset()
                                && address < region.end()
                                && (filter.bits().mask(region.format()) >>> bit & 1) == 1);
        if (!eligible || flipped.contains(key(address, bit))) {
            throw new IllegalArgumentException("bit " + bit + " of the word at address " + address
                    + " is to be flipped, expected one that may be and is not yet");
        }
        WorstFlip flip = new WorstFlip(address, bit, slope, lossWith(address, bit));
        make(flip);
        return flip;
    }

    /** The best flips by slope: of each tensor, in the order of memory, or of each of its bits from the lowest. */
    private List<Best> candidates(Map<String, float[]> gradients) {
        List<Best> groups = new ArrayList<>();
        for (Region region : regions) {
            float[] byNumbers = gradients.get(reading.tensor(region));
            if (byNumbers != null) {
                addCandidates(region, byNumbers, groups);
            }
        }
        return groups;
    }

    private void addCandidates(Region region, float[] byNumbers, List<Best> groups) {
        int mask = filter.bits().mask(region.format());
        Best ofTensor = new Best(DEPTH);
        for (int bit = 0; bit < region.format().width(); bit++) {
            if ((mask >>> bit & 1) == 1) {
                Best best = candidates == Candidates.BIT ? new Best(DEPTH) : ofTensor;
                for (int address = region.offset(); address < region.end(); address++) {
                    double slope = reading.slope(address, bit, byNumbers);
                    if (slope > 0 && !flipped.contains(key(address, bit))) {
                        best.offer(address, bit, slope);
                    }
                }
                if (candidates == Candidates.BIT) {
                    groups.add(best);
                }
            }
        }
        if (candidates == Candidates.TENSOR) {
            groups.add(ofTensor);
        }
    }

    private static long key(int address, int bit) {
        return (long) address << Integer.SIZE | bit;
    }

    /** Of the candidates of a rank, that of the largest loss, if that is above the present one. */
    private Optional<WorstFlip> worst(List<Best> groups, int rank) {
        WorstFlip worst = null;
        for (Best best : groups) {
            if (rank < best.size()) {
                double with = lossWith(best.address(rank), best.bit(rank));
                if (with > (worst == null ? loss : worst.loss())) {
                    worst = new WorstFlip(best.address(rank), best.bit(rank), best.slope(rank), with);
                }
            }
        }
        return Optional.ofNullable(worst);
    }

    private double lossWith(int address, int bit) {
        try (FaultLog _ = memory.strike(FaultPattern.flip(address, bit))) {
            return lossOf.of(memory.inference());
        }
    }

    /** The log is not closed: it stays. */
    private void make(WorstFlip flip) {
        memory.strike(FaultPattern.flip(flip.address(), flip.bit()));
        flipped.add(key(flip.address(), flip.bit()));
        reading.strike(flip.address(), flip.bit()).ifPresent(gradient::put);
        loss = flip.loss();
    }

    @Override
    public void close() {
        gradient.close();
    }
}
