package org.fitact.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fitact.Finished;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/fitact} and {@code bin/find-jdk} in a copy of the repository whose Maven and JDK are small scripts. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

    @TempDir
    private Path folder;

    private Path root;
    private Path jdk;
    private Path builds;
    private String javaOptions = "-Xmx1g -Xss1m";

    @BeforeEach
    void layOut() throws IOException {
        root = Files.createDirectories(folder.resolve("a checkout"));
        for (String script : List.of("bin/fitact", "bin/find-jdk")) {
            Path copy = root.resolve(script);
            Files.createDirectories(copy.getParent());
            Files.copy(Path.of("..", "..", script), copy);
            assertTrue(copy.toFile().setExecutable(true));
        }
        builds = root.resolve("builds.txt");
        script(
                root.resolve("mvnw"),
                "echo built $* >>builds.txt; [ ! -e broken ] || { echo BROKEN; exit 1; }\n"
                        + "for a; do case $a in -Dlauncher.app=*) mkdir -p \"${a#*=}\";; esac; done");
        source("pom.xml");
        for (String module : List.of("tensor", "nn", "cuda-kernels", "fitact/core", "fitact/app", "bench")) {
            source(module + "/pom.xml");
        }
        source("nn/src/main/java/A.java");
        source("nn/src/main/java/B.java");
        jdk = fakeJdk("25.0.1");
    }

    private Path fakeJdk(String version) throws IOException {
        Path home = folder.resolve("jdk " + version);
        script(home.resolve("bin/java"), "for a; do echo \"[$a]\"; done; echo oops >&2; exit 7");
        script(home.resolve("bin/javac"), "exit 0");
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }

    private void source(String name) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        makeOld(file);
        makeOld(file.getParent());
    }

    private static void makeOld(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    }

    private static void makeNew(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(1)));
    }

    private Finished run(Path command, String... args) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(command.toString()));
        line.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().put("FITACT_JAVA_OPTS", javaOptions);
        return Finished.run(builder, folder);
    }

    private Finished fitact(String... args) throws IOException, InterruptedException {
        return run(root.resolve("bin/fitact"), args);
    }

    private long builds() throws IOException {
        try (Stream<String> lines = Files.lines(builds)) {
            return lines.count();
        }
    }

    @Test
    void argumentsAndExitCodePassThrough() throws Exception {
        Finished outcome = fitact("two words", "", "*", "-x=$HOME");
        assertEquals(7, outcome.exitCode());
        assertTrue(outcome.out().endsWith("[org.fitact.cli.Main]\n[two words]\n[]\n[*]\n[-x=$HOME]\n"), outcome.out());
        assertTrue(outcome.out().contains("[-Xmx1g]\n[-Xss1m]\n"), outcome.out());
        assertTrue(outcome.out().contains("[--add-modules=jdk.incubator.vector]\n"), outcome.out());
        assertEquals("fitact: building ...\noops\n", outcome.err());
    }

    @Test
    void aProgramOfOnesOwnRunsInThePlaceOfThisOne() throws Exception {
        String out = fitact("java", "My Own.java", "two words").out();
        assertTrue(out.endsWith("/*]\n[My Own.java]\n[two words]\n"), out);
    }

    @Test
    void whatComputesNothingStartsAJvmThatIsToldLess() throws Exception {
        javaOptions = "";
        List<List<String>> brief = List.of(
                List.of(),
                List.of("--version"),
                List.of("help", "map"),
                List.of("campaign", "runs/small", "--help"),
                List.of("bench", "table1", "-h"),
                List.of("report", "runs/small"),
                List.of("bench", "compare", "a.json", "b.json"));
        for (List<String> args : brief) {
            String out = fitact(args.toArray(String[]::new)).out();
            assertTrue(out.contains("/bin/short.args]\n"), out);
            assertFalse(out.contains("incubator") || out.contains("/jvm.args") || out.contains("[]"), out);
        }
        for (List<String> args :
                List.of(List.of("campaign", "runs/small"), List.of("bench"), List.of("java", "A.java", "--help"))) {
            String out = fitact(args.toArray(String[]::new)).out();
            assertTrue(out.contains("[--add-modules=jdk.incubator.vector]\n"), out);
            assertFalse(out.contains("/short.args"), out);
        }
        String oneCompiler = "[-XX:TieredStopAtLevel=1]\n";
        assertTrue(fitact("--help").out().contains(oneCompiler));
        assertFalse(fitact("report", "runs/small").out().contains(oneCompiler), "a report may be long");
        javaOptions = "-XX:+UseZGC";
        assertFalse(fitact("--version").out().contains("/short.args"), "options may contradict each other");
    }

    /** The archive is made with the program and stands when it is whole; a JVM that can make none is no failure. */
    @Test
    void anArchiveOfClassesIsUsedWhereThereIsOne() throws Exception {
        javaOptions = "";
        assertFalse(fitact("--version").out().contains("SharedArchiveFile"), "this JVM makes none");
        script(
                jdk.resolve("bin/java"),
                "dump=\nfor a; do case $a in -Xshare:dump) dump=1;;"
                        + " -XX:SharedArchiveFile=*) [ -z \"$dump\" ] || echo classes >\"${a#*=}\";; esac; done\n"
                        + "for a; do echo \"[$a]\"; done");
        makeNew(root.resolve("nn/src/main/java/A.java"));
        Finished outcome = fitact("--version");
        assertEquals("fitact: building ...\n", outcome.err());
        String archive = outcome.out().replaceFirst("(?s).*\\[-XX:SharedArchiveFile=(\\S+ \\S+)\\]\n.*", "$1");
        assertEquals("classes\n", Files.readString(Path.of(archive)));
        try (Stream<Path> files = Files.list(Path.of(archive).getParent())) {
            assertEquals(List.of(Path.of(archive)), files.toList());
        }
        assertFalse(fitact("campaign").out().contains("SharedArchiveFile"), "of other options");
    }

    /** With each jar by its name: unlike java it knows no pattern. */
    @Test
    void linesOfJavaAreReadOnTheProgramsLibraries() throws Exception {
        script(jdk.resolve("bin/jshell"), "for a; do echo \"[$a]\"; done");
        fitact();
        Path apps = root.resolve("fitact/app/target/app");
        Path app = apps.resolve(Files.readString(apps.resolve("current")).strip());
        Files.createFile(app.resolve("a.jar"));
        Files.createFile(app.resolve("b.jar"));
        Finished outcome = fitact("jshell", "two words.jsh");
        assertEquals(
                "[--class-path]\n[" + app + "/a.jar:" + app + "/b.jar]\n"
                        + "[--add-modules=jdk.incubator.vector]\n[-R--add-modules=jdk.incubator.vector]\n"
                        + "[-R--enable-native-access=ALL-UNNAMED]\n[two words.jsh]\n",
                outcome.out());
        assertEquals(0, outcome.exitCode());
    }

    /** A JVM refuses to start with a module that it does not have. */
    @Test
    void aRuntimeWithoutTheVectorApiIsNotAskedForIt() throws Exception {
        Path release = jdk.resolve("release");
        String version = Files.readString(release);
        Files.writeString(release, version + "MODULES=\"java.base java.sql\"\n");
        Finished outcome = fitact();
        assertEquals(7, outcome.exitCode());
        assertFalse(outcome.out().contains("incubator"), outcome.out());
        assertFalse(outcome.out().contains("[]"), outcome.out());
        Files.writeString(release, version + "MODULES=\"java.base jdk.incubator.vector\"\n");
        assertTrue(fitact().out().contains("[--add-modules=jdk.incubator.vector]\n"));
    }

    @Test
    void buildsOnceAndAgainAfterAChange() throws Exception {
        fitact();
        assertEquals("oops\n", fitact().err());
        assertEquals(1, builds());
        makeNew(root.resolve("nn/src/main/java/A.java"));
        fitact();
        assertEquals(2, builds());
    }

    /** Other engines are downloaded for those only who ask for them. */
    @Test
    void benchPeersHasABuildOfItsOwn() throws Exception {
        source("bench/src/peers/java/P.java");
        fitact("bench", "table1");
        assertTrue(Files.readString(builds).contains("-P launcher -pl"), Files.readString(builds));
        fitact("bench", "peers", "--quick");
        fitact("bench", "peers");
        fitact("doctor");
        assertEquals(2, builds());
        assertTrue(Files.readString(builds).contains("-P launcher,peers -pl"), Files.readString(builds));
        makeNew(root.resolve("bench/src/peers/java/P.java"));
        fitact("doctor");
        assertEquals(2, builds());
        fitact("bench", "peers");
        assertEquals(3, builds());
    }

    /** So are Spark and DuckDB, for either a build of its own, and for both. */
    @Test
    void optionsOfLargeLibrariesHaveBuildsOfTheirOwn() throws Exception {
        source("fitact/spark/pom.xml");
        fitact("campaign", "runs/small", "--parquet", "rows");
        fitact("campaign", "runs/small", "--parquet=rows");
        fitact("campaign", "runs/small", "--spark=local[2]");
        fitact("campaign", "runs/small", "--spark", "local[2]", "--parquet", "rows");
        fitact("campaign", "runs/small");
        List<String> profiles = Files.readAllLines(builds).stream()
                .map(line -> line.replaceFirst(".*-P (\\S+) -pl.*", "$1"))
                .toList();
        assertEquals(List.of("launcher,parquet", "launcher,spark", "launcher,spark,parquet", "launcher"), profiles);
    }

    @Test
    void aRemovedSourceIsAChange() throws Exception {
        fitact();
        Thread.sleep(20); // clocks of file systems are coarse
        Files.delete(root.resolve("nn/src/main/java/B.java"));
        fitact();
        assertEquals(2, builds());
    }

    @Test
    void aFailedBuildStartsNothingAndIsTriedAgain() throws Exception {
        Path broken = Files.createFile(root.resolve("broken"));
        Finished outcome = fitact();
        assertEquals(1, outcome.exitCode());
        assertEquals("", outcome.out());
        assertEquals("fitact: building ...\nBROKEN\nfitact: the build failed, see above\n", outcome.err());
        assertFalse(Files.exists(root.resolve("fitact/app/target/app/lock")));
        Files.delete(broken);
        assertEquals(7, fitact().exitCode());
    }

    @Test
    void aLockWhoseOwnerIsGoneIsTakenOver() throws Exception {
        Files.createDirectories(root.resolve("fitact/app/target/app"));
        Files.writeString(root.resolve("fitact/app/target/app/lock"), "4194305\n"); // beyond Linux's largest process id
        assertEquals(7, fitact().exitCode());
    }

    @Test
    void worksThroughASymbolicLink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), root.resolve("bin/fitact"));
        assertEquals(7, run(link).exitCode());
        assertEquals(1, builds());
    }

    @Test
    void takesTheJdkOfJavaHomeIfItIsNewEnough() throws Exception {
        assertEquals(jdk + "\n", run(root.resolve("bin/find-jdk")).out());
        Path newer = fakeJdk("31-ea");
        jdk = newer;
        assertEquals(newer + "\n", run(root.resolve("bin/find-jdk")).out());
        jdk = fakeJdk("17.0.9");
        Finished outcome = run(root.resolve("bin/find-jdk"));
        assertFalse(outcome.out().startsWith(jdk.toString()), outcome.out());
    }

    /** Where nothing is found the line has a command for this system: that of the package manager which it has. */
    @Test
    void whereThereIsNoJdkTheLineSaysWhatInstallsOne() throws Exception {
        // A copy that asks for a version that nobody has, on a PATH with few programs.
        Path findJdk = root.resolve("bin/find-jdk");
        Files.writeString(findJdk, Files.readString(findJdk).replace("minimum=25", "minimum=9999"));
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : List.of("sed", "head", "dirname", "readlink")) {
            Path program = Stream.of("/usr/bin", "/bin")
                    .map(place -> Path.of(place, tool))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
            Files.createSymbolicLink(tools.resolve(tool), program);
        }
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", findJdk.toString());
        builder.environment().put("PATH", tools.toString());
        Finished outcome = Finished.run(builder, folder);
        assertEquals(1, outcome.exitCode());
        assertEquals(
                "no JDK 9999 or later found: install one (https://adoptium.net) or point JAVA_HOME to it\n",
                outcome.err());
        script(tools.resolve("dnf"), "exit 0");
        assertEquals(
                "no JDK 9999 or later found: install one (dnf install java-9999-openjdk-devel, where the system is recent "
                        + "enough to have it, or https://adoptium.net) or point JAVA_HOME to it\n",
                Finished.run(builder, folder).err());
        script(tools.resolve("apt-get"), "exit 0");
        assertTrue(Finished.run(builder, folder).err().contains("(apt-get install openjdk-9999-jdk, "));
    }
}
