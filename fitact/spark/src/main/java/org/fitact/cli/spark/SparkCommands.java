package org.fitact.cli.spark;

import java.util.List;
import org.fitact.cli.CommandProvider;

/** Adds {@code spark-jar} and {@code spark-model} to {@code fitact}. */
public final class SparkCommands implements CommandProvider {

    @Override
    public List<Object> commands() {
        return List.of(new SparkJarCommand(), new SparkModelCommand());
    }
}
