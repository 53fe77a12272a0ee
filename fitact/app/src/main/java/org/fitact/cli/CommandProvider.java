package org.fitact.cli;

import java.util.List;

/**
 * Adds commands to {@code fitact} from a module that this one must not know. Found by {@link java.util.ServiceLoader}:
 * name the implementation in {@code META-INF/services/org.fitact.cli.CommandProvider}.
 */
public interface CommandProvider {

    /** The commands: objects of classes that carry picocli's {@code @Command}. */
    List<Object> commands();
}
