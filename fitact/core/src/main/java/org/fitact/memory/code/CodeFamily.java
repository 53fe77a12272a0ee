package org.fitact.memory.code;

import java.util.List;
import java.util.Optional;
import org.fitact.nn.Named;

/** Codes of one kind, and how their names are read: a first word, and choices behind colons. */
public interface CodeFamily extends Named {

    /** The names of its codes, for messages: {@code guard, with :channel and :clamp}. */
    String notation();

    /**
     * Reads a name.
     *
     * @param choices what stands behind the colons, distinct
     * @return empty for choices that it does not have
     * @throws IllegalArgumentException for a code in its notation that there is not
     */
    Optional<MemoryCode> of(List<String> choices);
}
