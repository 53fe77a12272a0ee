package org.fitact.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fitact.fault.FaultSpace;
import org.fitact.fault.ParameterKind;
import org.fitact.fault.Region;
import org.fitact.memory.StoredTensor.CodedBy;
import org.fitact.memory.TensorReader.Stage;
import org.fitact.memory.code.CheckBits;
import org.fitact.memory.code.RegionCode;
import org.fitact.memory.code.RegionPart;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.plan.PlanParameter;
import org.fitact.tensor.number.NumberFormat;
import org.fitact.tensor.number.Scaling;

/**
 * Lays tensors into one memory: in the order given, and behind them, in the same order, what accompanies them. So the address of
 * a number is the same whatever accompanies it.
 */
final class MemoryLayout {

    private final FaultSpace.Builder space;
    private final List<int[]> words = new ArrayList<>();
    private final List<TensorReader> readers = new ArrayList<>();

    private MemoryLayout(FaultSpace.Builder space) {
        this.space = space;
    }

    /** @param tensors with the addresses that they have one behind the other from 0 on */
    static MemoryLayout of(List<StoredTensor> tensors) {
        MemoryLayout layout =
                new MemoryLayout(FaultSpace.builder(tensors.getFirst().region().format()));
        tensors.forEach(tensor -> layout.add(tensor.region(), tensor.words()));
        tensors.forEach(layout::accompany);
        return layout;
    }

    /**
     * For each tensor in the order of addresses, the index of its parameter: all bounds come last, and of these the lower ones,
     * so that an upper bound has one address, whether or not there are others below it.
     */
    static int[] order(List<PlanParameter> parameters) {
        return Stream.<Predicate<ParameterSpec.Kind>>of(
                        kind -> !kind.isBound(),
                        kind -> kind == ParameterSpec.Kind.BOUND,
                        kind -> kind == ParameterSpec.Kind.LOWER_BOUND)
                .flatMapToInt(some -> IntStream.range(0, parameters.size())
                        .filter(i -> some.test(parameters.get(i).kind())))
                .toArray();
    }

    static ParameterKind kindOf(ParameterSpec.Kind kind) {
        return switch (kind) {
            case WEIGHT -> ParameterKind.WEIGHT;
            case BIAS -> ParameterKind.BIAS;
            case NORM, STATISTIC -> ParameterKind.NORM;
            case BOUND, LOWER_BOUND -> ParameterKind.BOUND;
        };
    }

    FaultSpace space() {
        return space.build();
    }

    /** All words by address. */
    int[] words() {
        return words.stream().flatMapToInt(IntStream::of).toArray();
    }

    /** What reads each tensor, in the order of addresses. */
    List<TensorReader> readers() {
        return readers;
    }

    private Region add(Region region, int[] content) {
        space.add(region);
        words.add(content);
        return region;
    }

    private void accompany(StoredTensor tensor) {
        Region region = tensor.region();
        Optional<Scaling> scaling = tensor.encoding().scaling();
        boolean thrice = tensor.encoding().thrice();
        Optional<Region> scales = scaling.map(
                scaled -> beside(region, RegionPart.SCALE, "scale", scaled.ofScales(), scaled.scales(), thrice));
        Optional<Region> zeros = scaling.filter(scaled -> scaled.zeros().length > 0)
                .map(scaled -> beside(region, RegionPart.SCALE, "zero", region.format(), scaled.zeros(), thrice));
        List<Stage> stages =
                tensor.stages().stream().map(stage -> accompany(region, stage)).toList();
        readers.add(new TensorReader(region, tensor.encoding(), stages, scales, zeros));
    }

    private Stage accompany(Region region, CodedBy stage) {
        String name = stage.code().name();
        RegionCode code = stage.over();
        Optional<Region> check = stage.checks().length == 0
                ? Optional.empty()
                : Optional.of(beside(
                        region,
                        RegionPart.CHECK,
                        name + ".check",
                        new CheckBits(code.checkBits()),
                        stage.checks(),
                        false));
        List<Region> companions = new ArrayList<>();
        for (RegionCode.Companion companion : code.companions()) {
            String suffix = name + "." + companion.part().name().toLowerCase(Locale.ROOT)
                    + (companions.isEmpty() ? "" : companions.size() + 1);
            companions.add(beside(region, companion.part(), suffix, companion.format(), companion.words(), true));
        }
        return new Stage(code, check, companions);
    }

    private Region beside(
            Region region, RegionPart part, String suffix, NumberFormat format, int[] content, boolean thrice) {
        int[] stored = thrice ? Thrice.stored(content) : content;
        return add(region.companion(part, suffix, space.end(), stored.length, format), stored);
    }
}
