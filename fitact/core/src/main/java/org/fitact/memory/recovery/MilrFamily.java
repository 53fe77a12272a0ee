package org.fitact.memory.recovery;

import java.util.List;
import java.util.Optional;
import org.fitact.memory.code.CodeFamily;
import org.fitact.memory.code.MemoryCode;

/** Reads {@code milr}, {@code milr:64}. */
public final class MilrFamily implements CodeFamily {

    @Override
    public String name() {
        return "milr";
    }

    @Override
    public String notation() {
        return "milr, with :R (inputs whose outputs are stored, " + Milr.FEWEST_ROWS + " to " + Milr.MOST_ROWS + ")";
    }

    @Override
    public Optional<MemoryCode> of(List<String> choices) {
        if (choices.isEmpty()) {
            return Optional.of(new Milr(Milr.ROWS));
        }
        return choices.size() == 1 && choices.getFirst().matches("\\d{1,5}")
                ? Optional.of(new Milr(Integer.parseInt(choices.getFirst())))
                : Optional.empty();
    }
}
