package org.fitact.documents;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A command that is not run here, and why.
 *
 * @param document where it stands
 * @param pattern what is found in it; entries are asked in their order
 */
record Listed(String document, String pattern, String reason) {

    private static final String DOWNLOAD = "downloads 163 MB";
    private static final String GPU = "needs a GPU";
    private static final String SPARK = "needs the profile spark, whose tests run campaigns, maps and the jar";
    private static final String BENCHMARK =
            "a benchmark of minutes to hours, in forked JVMs; ValidationTest and the tests beside it run each briefly";
    private static final String PEERS = "needs the profile peers, which downloads other engines";
    private static final String TWO = "needs two checkouts that are built";

    static final List<Listed> ALL = List.of(
            new Listed("README.md", "data get cifar10", DOWNLOAD),
            new Listed("docs/benchmarks.md", "bench peers", PEERS),
            new Listed("docs/benchmarks.md", "bench jmh [A-Z]", BENCHMARK),
            new Listed("docs/benchmarks.md", "bench (hardened|bounds|estimators|rare) DIR", BENCHMARK),
            new Listed("docs/benchmarks.md", "bench (fitrelu --quick|compare runs/fitrelu)", BENCHMARK),
            new Listed("docs/benchmarks.md", "bench turns", TWO),
            new Listed("docs/choosing.md", "bench jmh", BENCHMARK),
            new Listed("docs/codes.md", "bench jmh", BENCHMARK),
            new Listed("docs/cuda.md", "train --device cuda --out runs/gpu", GPU),
            new Listed("docs/cuda.md", "bundle", "packs what bin/fitact has built, by the launcher alone"),
            new Listed("docs/embedding.md", "bench turns", TWO),
            new Listed("docs/integer.md", "bench jmh", BENCHMARK),
            new Listed("docs/map.md", "--spark ", SPARK),
            new Listed("docs/networks.md", "bench networks", PEERS),
            new Listed("docs/performance.md", "bench peers", PEERS),
            new Listed("docs/performance.md", "bench (jmh|hardened|roofline|inject)", BENCHMARK),
            new Listed("docs/reliability.md", "soak", "kills processes for as many minutes as it is given"),
            new Listed("docs/reproduction.md", "data get cifar10", DOWNLOAD),
            new Listed(
                    "docs/reproduction.md",
                    "cifar100",
                    "needs CIFAR-100 and an hour and a half of training; as with CIFAR-10, which is run"),
            new Listed("docs/reproduction.md", "--device cuda", GPU),
            new Listed("docs/reproduction.md", "bench table1", BENCHMARK),
            new Listed(
                    "docs/reproduction.md",
                    "docs/results/cifar10",
                    "needs the networks of that run, an hour and a half of training"),
            new Listed("docs/spark.md", "--spark |spark-jar|spark-model|org\\.apache\\.spark", SPARK),
            new Listed(
                    "docs/spark.md", "map runs/alexnet --out runs/map --resume", "goes on with a map that Spark began"),
            new Listed("docs/spark.md", "--parquet", "needs the profile parquet, whose test writes and reads it"));

    static Optional<Listed> of(DocumentCommand command) {
        return ALL.stream()
                .filter(one -> one.document.equals(command.document())
                        && Pattern.compile(one.pattern).matcher(command.text()).find())
                .findFirst();
    }

    /** Those that stand for no command any more. */
    static List<String> unused(List<DocumentCommand> commands) {
        return ALL.stream()
                .filter(one -> commands.stream()
                        .noneMatch(command -> of(command).filter(one::equals).isPresent()))
                .map(Listed::toString)
                .toList();
    }
}
