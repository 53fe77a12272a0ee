package org.fitact.memory.code;

import java.util.List;
import java.util.stream.Collectors;
import org.fitact.tensor.number.NumberFormat;

/**
 * Several codes over the same words: what reading by the first gives is read by the second, as {@code secded39+guard} mends
 * first and then looks at what escaped.
 *
 * @param stages two or more, each once
 */
public record CodeChain(List<MemoryCode> stages) implements MemoryCode {

    public CodeChain {
        stages = stages.stream().flatMap(code -> code.stages().stream()).toList();
        long names = stages.stream().map(MemoryCode::name).distinct().count();
        if (stages.size() < 2 || names < stages.size()) {
            throw new IllegalArgumentException("codes are "
                    + stages.stream().map(MemoryCode::name).toList() + ", expected two or more, each once");
        }
    }

    /** Codes one behind the other: none, one by itself, or a chain. */
    public static MemoryCode of(List<MemoryCode> codes) {
        List<MemoryCode> stages =
                codes.stream().flatMap(code -> code.stages().stream()).toList();
        return switch (stages.size()) {
            case 0 -> NoCode.NONE;
            case 1 -> stages.getFirst();
            default -> new CodeChain(stages);
        };
    }

    @Override
    public String name() {
        return stages.stream().map(MemoryCode::name).collect(Collectors.joining("+"));
    }

    /** A chain is no code by itself: a memory takes its stages. */
    @Override
    public RegionCode over(NumberFormat format, int[] words, int channels) {
        throw new UnsupportedOperationException(name() + " is read stage by stage");
    }
}
