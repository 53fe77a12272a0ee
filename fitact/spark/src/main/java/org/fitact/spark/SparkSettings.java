package org.fitact.spark;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;

/**
 * What Spark is told: all properties of this JVM that begin with {@code spark.}, and what these leave open. Executors get the flags of
 * this JVM, so that they compute as fast, and the program's jars.
 */
public final class SparkSettings {

    private static final String EXECUTOR_FLAGS = "spark.executor.extraJavaOptions";

    private static final String PLUGINS = "spark.plugins";

    private static final List<String> FLAGS = List.of(
            "--add-modules", "--enable-native-access", "--sun-misc-unsafe-memory-access", "-XX:", "-Xlog:pagesize");

    /** Of a JVM's memory, which an executor has from Spark. */
    private static final String MEMORY = "-XX:MaxRAMPercentage";

    private SparkSettings() {}

    static SparkConf of(String master) {
        SparkConf conf = new SparkConf()
                .setMaster(master)
                .setIfMissing("spark.app.name", "fitact")
                .setIfMissing("spark.ui.enabled", "false")
                .setIfMissing(
                        "spark.jars", jars(System.getProperty("java.class.path"), System.getenv("FITACT_CLASSPATH")));
        String plugins = conf.get(PLUGINS, "");
        conf.set(PLUGINS, AttemptsPlugin.class.getName() + (plugins.isBlank() ? "" : "," + plugins));
        String asked = conf.get(EXECUTOR_FLAGS, "");
        return conf.set(EXECUTOR_FLAGS, (flagsOfThisJvm() + " " + asked).strip());
    }

    /** Those of this JVM that another is to have that computes the same, with blanks. */
    public static String flagsOfThisJvm() {
        return flags(ManagementFactory.getRuntimeMXBean().getInputArguments());
    }

    /** Those of a JVM's flags that an executor is to have too. */
    static String flags(List<String> ofThisJvm) {
        Predicate<String> isPassedOn = flag -> FLAGS.stream().anyMatch(flag::startsWith);
        return ofThisJvm.stream()
                .filter(isPassedOn.and(flag -> !flag.startsWith(MEMORY)))
                .collect(Collectors.joining(" "));
    }

    /**
     * Jars that a cluster does not have: the program's own, and those of schemes and models of the user's own. With commas.
     *
     * @param own the user's, or null
     */
    static String jars(String classPath, String own) {
        Stream<Path> program = paths(classPath).filter(SparkSettings::isOfTheProgram);
        Stream<Path> ofTheUser = own == null ? Stream.empty() : paths(own);
        return Stream.concat(program, ofTheUser)
                .filter(path -> path.toString().endsWith(".jar"))
                .map(path -> path.toUri().toString())
                .distinct()
                .collect(Collectors.joining(","));
    }

    private static Stream<Path> paths(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator))
                .filter(Predicate.not(String::isBlank))
                .map(Path::of);
    }

    private static boolean isOfTheProgram(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith("fitact-") && !name.startsWith("fitact-app-") && !name.startsWith("fitact-bench-");
    }
}
