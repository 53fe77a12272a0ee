package org.fitact.cli.spark;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.fitact.cli.option.HelpOption;
import org.fitact.cli.option.JsonOption;
import org.fitact.spark.SparkSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fitact spark-jar}: the program as {@code spark-submit} takes it. */
@Command(
        name = "spark-jar",
        description = {
            "Writes the program as one jar for spark-submit, without what Spark brings itself, and beside it FILE.conf:"
                    + " the flags of the JVM for --properties-file.",
            "The lines to type are in docs/spark.md."
        },
        footer = {
            "",
            "Examples:",
            "  bin/fitact spark-jar --out fitact-spark.jar",
            "  spark-submit --master spark://HOST:7077 --properties-file fitact-spark.jar.conf fitact-spark.jar campaign DIR"
                    + " --spark spark://HOST:7077"
        })
final class SparkJarCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private JsonOption json;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "The jar; FILE.conf is written beside it.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        List<Path> jars = new ArrayList<>(ProgramJar.named(ProgramJar.names(), classPath()));
        jars.addFirst(own());
        Path conf = out.resolveSibling(out.getFileName() + ".conf");
        Files.createDirectories(out.toAbsolutePath().getParent());
        Path part = out.resolveSibling(out.getFileName() + ".part");
        try {
            try (OutputStream to = Files.newOutputStream(part)) {
                ProgramJar.write(to, jars, Submitted.class.getName());
            }
            Files.move(part, out, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        Files.writeString(
                conf,
                "spark.driver.extraJavaOptions " + SparkSettings.flagsOfThisJvm() + " -Dfitact.commit="
                        + System.getProperty("fitact.commit", "unknown") + "\n");
        List<String> files = Stream.of(out, conf).map(Path::toString).toList();
        json.print(spec, Map.of("files", files), console -> files.forEach(console::println));
        return ExitCode.OK;
    }

    private static List<Path> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }

    /** Of this module. */
    private static Path own() throws IOException {
        try {
            Path own = Path.of(SparkJarCommand.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (!Files.isRegularFile(own)) {
                throw new IOException(own + " is no jar, expected that of the build with Spark");
            }
            return own;
        } catch (URISyntaxException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
