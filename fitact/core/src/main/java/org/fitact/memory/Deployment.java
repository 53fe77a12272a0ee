package org.fitact.memory;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fitact.fault.FaultSpace;
import org.fitact.fault.ParameterKind;
import org.fitact.fault.Region;
import org.fitact.memory.code.MemoryCode;
import org.fitact.memory.code.NoCode;
import org.fitact.memory.code.RegionPart;
import org.fitact.nn.NearestName;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.graph.pass.Fusion;
import org.fitact.nn.integer.Quantisation;
import org.fitact.nn.plan.PlanOptions;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.number.TensorFormat;

/**
 * How a network is deployed.
 *
 * @param arithmetic how its parameters are stored
 * @param boundArithmetic how the bounds of its activations are stored, which need fewer bits: 16 or 8 make them a half
 *     or a quarter as large
 * @param formats of single tensors; the first that is of a tensor holds, before all else
 * @param codes which code guards which words
 * @param foldBatchNorm whether batch norm is folded into the convolutions, as deployed networks have it
 * @param batchSize images that one run can take
 * @param guarded names of the tensors that codes may guard; empty for all
 * @param fusion what products take into their epilogues; what they do not can be observed. To take in less takes time, and changes no
 *     word
 */
public record Deployment(
        TensorFormat arithmetic,
        TensorFormat boundArithmetic,
        List<FormatRule> formats,
        RegionCodes codes,
        boolean foldBatchNorm,
        int batchSize,
        Optional<Set<String>> guarded,
        Fusion fusion) {

    public Deployment {
        formats = List.copyOf(formats);
        guarded = guarded.map(Set::copyOf);
    }

    /** All parameters stored alike, without a code. */
    public Deployment(TensorFormat arithmetic, boolean foldBatchNorm, int batchSize) {
        this(
                arithmetic,
                arithmetic,
                List.of(),
                RegionCodes.NONE,
                foldBatchNorm,
                batchSize,
                Optional.empty(),
                Fusion.ALL);
    }

    /** Batch norm folded, 100 images a run. */
    public static Deployment of(TensorFormat arithmetic) {
        return new Deployment(arithmetic, true, 100);
    }

    /** This deployment with bounds that are stored otherwise. */
    public Deployment withBounds(TensorFormat other) {
        return new Deployment(arithmetic, other, formats, codes, foldBatchNorm, batchSize, guarded, fusion);
    }

    /** This deployment with words that are guarded by other codes. */
    public Deployment with(RegionCodes other) {
        return new Deployment(arithmetic, boundArithmetic, formats, other, foldBatchNorm, batchSize, guarded, fusion);
    }

    /** This deployment with codes for some tensors only, whatever codes it has. */
    public Deployment guarding(Set<String> tensors) {
        return new Deployment(
                arithmetic, boundArithmetic, formats, codes, foldBatchNorm, batchSize, Optional.of(tensors), fusion);
    }

    /**
     * Checks that every tensor that codes may guard is there.
     *
     * @param spaces the memories of all networks that are deployed so: one scheme has tensors that another lacks
     * @throws IllegalArgumentException for a tensor that none of them has; it offers the nearest name
     */
    public void requireGuarded(List<FaultSpace> spaces) {
        Set<String> known = spaces.stream()
                .flatMap(space -> space.regions().stream())
                .filter(region -> region.part() == RegionPart.NUMBER)
                .map(Region::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        guarded.orElse(Set.of()).stream()
                .filter(name -> !known.contains(name))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw NearestName.unknown("tensor to be guarded by a code", name, known);
                });
    }

    /** The code of a region, where it may have one. */
    MemoryCode code(Region region) {
        return guarded.filter(tensors -> !tensors.contains(region.name())).isPresent() ? NoCode.NONE : codes.of(region);
    }

    /** This deployment with formats for single tensors. */
    public Deployment withFormats(List<FormatRule> rules) {
        return new Deployment(arithmetic, boundArithmetic, rules, codes, foldBatchNorm, batchSize, guarded, fusion);
    }

    /** Whether bounds are steps of their own, so that what they cut can be observed. */
    public boolean boundsApart() {
        return fusion != Fusion.ALL;
    }

    /** This deployment, observable as far as some fusion makes it at least. */
    public Deployment observable(Fusion most) {
        return new Deployment(
                arithmetic, boundArithmetic, formats, codes, foldBatchNorm, batchSize, guarded, fusion.orLess(most));
    }

    /** This deployment with parameters stored as some integer arithmetic wants them. */
    public Deployment with(Quantisation quantisation) {
        return withFormats(quantisation.parameters().stream()
                .map(stored -> new FormatRule(
                        List.of(ParameterSpec.layerOf(stored.parameter())),
                        Set.of(MemoryLayout.kindOf(stored.kind())),
                        FixedPoint.of(stored.format())))
                .toList());
    }

    /** How a tensor is stored. */
    public TensorFormat format(String layer, ParameterKind kind) {
        return formats.stream()
                .filter(rule -> rule.isOf(layer, kind))
                .map(FormatRule::format)
                .findFirst()
                .orElse(kind == ParameterKind.BOUND ? boundArithmetic : arithmetic);
    }

    /** How the plan is compiled that computes with them. */
    PlanOptions plan() {
        return new PlanOptions(batchSize, foldBatchNorm, fusion);
    }
}
