package org.fitact.bench.cli;

import java.util.List;
import org.fitact.cli.CommandProvider;

/** Adds {@code bench} and {@code soak} to {@code fitact}. */
public final class BenchCommands implements CommandProvider {

    @Override
    public List<Object> commands() {
        return List.of(new BenchCommand(), new SoakCommand());
    }
}
