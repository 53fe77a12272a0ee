package org.fitact.memory.signature;

import java.util.List;
import java.util.Optional;
import org.fitact.memory.code.CodeFamily;
import org.fitact.memory.code.MemoryCode;

/** Reads {@code radar}, {@code radar:64}, {@code radar:64:s7}. */
public final class RadarFamily implements CodeFamily {

    @Override
    public String name() {
        return "radar";
    }

    @Override
    public String notation() {
        return "radar, with :G (words of a group, " + Radar.LEAST_GROUP + " to " + Radar.LARGEST_GROUP
                + ") and :sN (seed of the key)";
    }

    @Override
    public Optional<MemoryCode> of(List<String> choices) {
        boolean sized = !choices.isEmpty() && choices.getFirst().matches("\\d{1,4}");
        List<String> rest = choices.subList(sized ? 1 : 0, choices.size());
        if (rest.size() > 1 || rest.size() == 1 && !rest.getFirst().matches("s\\d{1,18}")) {
            return Optional.empty();
        }
        int group = sized ? Integer.parseInt(choices.getFirst()) : Radar.GROUP;
        long seed = rest.isEmpty() ? Radar.SEED : Long.parseLong(rest.getFirst().substring(1));
        return Optional.of(new Radar(group, seed));
    }
}
