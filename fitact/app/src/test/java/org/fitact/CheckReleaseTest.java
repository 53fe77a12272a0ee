package org.fitact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code bin/check-release} in a copy of the repository whose Maven copies a folder, {@code artifacts}, where it would deploy, and whose jars
 * are lists of their entries. So each test says by a change of that folder what Maven had made of the sources.
 */
@DisabledOnOs(OS.WINDOWS)
class CheckReleaseTest {

    private static final String NAME = "org/fitact/fitact-tensor/1.2/fitact-tensor-1.2";

    private static final String POM = """
            <project>
              <modelVersion>4.0.0</modelVersion>
              <groupId>org.fitact</groupId>
              <artifactId>fitact-tensor</artifactId>
              <version>1.2</version>
              <name>tensor</name>
              <description>tensors</description>
              <url>https://fitact.example</url>
              <licenses>
                <license>
                  <name>Apache-2.0</name>
                  <url>https://www.apache.org/licenses/LICENSE-2.0.txt</url>
                </license>
              </licenses>
              <developers>
                <developer>
                  <name>A. Nother</name>
                </developer>
              </developers>
              <scm>
                <connection>scm:git:https://git.example/fitact</connection>
                <developerConnection>scm:git:https://git.example/fitact</developerConnection>
                <url>https://fitact.example</url>
              </scm>
              <dependencies>
                <dependency>
                  <groupId>a</groupId>
                  <artifactId>b</artifactId>
                  <version>1</version>
                </dependency>
              </dependencies>
            </project>
            """;

    @TempDir
    private Path folder;

    private Path root;
    private Path artifacts;

    @BeforeEach
    void layOut() throws IOException {
        root = Files.createDirectories(folder.resolve("a checkout"));
        artifacts = root.resolve("artifacts");
        write("bin/check-release", Files.readString(Path.of("..", "..", "bin", "check-release")));
        write("bin/find-jdk", "#!/bin/sh\necho '" + root.resolve("jdk") + "'\n");
        write("jdk/bin/jar", "#!/bin/sh\ncat \"$2\"\n");
        write("bin/gpg", "#!/bin/sh\ncase $* in *--verify*) grep -q signature \"$4\" ;; esac\n");
        write("bin/gpgconf", "#!/bin/sh\n");
        write("mvnw", """
                #!/bin/sh
                echo "$*" >>calls
                for option; do
                  case $option in
                    -DaltDeploymentRepository=release::file://*)
                      to=${option#*file://}
                      mkdir -p "$to"
                      cp -R artifacts/. "$to"
                      [ ! -e later ] || cp -R later/. "$to"
                      cp -R later.next/. later 2>/dev/null || true
                      ;;
                    -Dexec.outputFile=*) (echo WARNING: Using incubator modules: x; cat lines) >"${option#*=}" ;;
                  esac
                done
                """);
        write("pom.xml", pom("1.2"));
        write("tensor/pom.xml", module("fitact-tensor", "<maven.deploy.skip>false</maven.deploy.skip>"));
        write("bench/pom.xml", module("fitact-bench", ""));
        write("examples/embed/pom.xml", "");
        write("examples/embed/src/main/java/Embed.java", "");
        write(
                "docs/embedding.md",
                "```text\nof another section\n```\n## A project with a build\n```sh\nx\n```\n```text\n96.0 %\n```\n## Next\n");
        write("lines", "96.0 %\n");
        write("CHANGELOG.md", "## [1.2] – 2026-12-01\n");
        artifact(".pom", POM);
        artifact(".jar", "org/fitact/tensor/A.class\norg/fitact/tensor/jvm.args\n");
        artifact("-sources.jar", "org/fitact/tensor/A.java\n");
        artifact("-javadoc.jar", "index.html\n");
        artifact("-cyclonedx.json", "{\"bomFormat\" : \"CycloneDX\"}\n");
    }

    private static String pom(String version) {
        return "<project>\n  <artifactId>fitact-parent</artifactId>\n  <version>" + version
                + "</version>\n  <modules>\n    <module>tensor</module>\n    <module>bench</module>\n  </modules>\n</project>\n";
    }

    private static String module(String name, String property) {
        return "<project>\n  <parent>\n    <artifactId>fitact-parent</artifactId>\n  </parent>\n  <artifactId>" + name
                + "</artifactId>\n    " + property + "\n</project>\n";
    }

    private void write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertTrue(file.toFile().setExecutable(true));
    }

    /** With what Maven and gpg put beside it. */
    private void artifact(String ending, String text) throws IOException {
        write("artifacts/" + NAME + ending, text);
        write("artifacts/" + NAME + ending + ".md5", "sum");
        write("artifacts/" + NAME + ending + ".sha1", "sum");
        write("artifacts/" + NAME + ending + ".asc", "signature");
    }

    private Finished check(String... arguments) throws IOException, InterruptedException {
        List<String> line =
                new ArrayList<>(List.of(root.resolve("bin/check-release").toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
        builder.environment().merge("PATH", root.resolve("bin") + ":", (path, own) -> own + path);
        builder.environment().keySet().removeIf(name -> name.startsWith("FITACT_RELEASE"));
        return Finished.run(builder, folder);
    }

    private Finished check() throws IOException, InterruptedException {
        return check(
                "--url", "https://fitact.example", "--scm", "https://git.example/fitact", "--developer", "A. Nother");
    }

    private void misses(String... lines) throws IOException, InterruptedException {
        Finished finished = check();
        assertEquals(List.of(lines), finished.out().lines().toList(), finished.err());
        assertEquals(1, finished.exitCode());
    }

    @Test
    void whatIsCompleteIsBuiltTwiceAndRunFromWhatWasDeployed() throws Exception {
        Finished finished = check();
        assertEquals(
                "5 artifacts of fitact-tensor, version 1.2, are complete and signed; examples/embed runs on them:\n96.0 %\n",
                finished.out(), finished.err());
        assertEquals(0, finished.exitCode());
        List<String> calls = Files.readAllLines(root.resolve("calls"));
        assertEquals(3, calls.size(), calls.toString());
        assertTrue(calls.get(0).contains("-P release -pl tensor "), calls.get(0));
        assertTrue(
                calls.get(1)
                        .contains("-P release,sign -pl tensor -DskipTests -Drelease.url=https://fitact.example "
                                + "-Drelease.scm=https://git.example/fitact -Drelease.developer=A. Nother "),
                calls.get(1));
        assertTrue(calls.get(2).contains("-Dmaven.repo.local="), calls.get(2));
    }

    @Test
    void whatIsToBeUploadedIsLeftWhereItWasAskedFor() throws Exception {
        Path out = folder.resolve("out");
        Finished finished =
                check("--url", "https://a.example", "--scm", "git@a:b", "--developer", "A", "--out", out.toString());
        assertEquals(NAME + ".pom: its <url> is not https://a.example\n", finished.out());
        assertFalse(Files.exists(out.resolve("org")), "not of what is incomplete");
        finished = check(
                "--url", "https://fitact.example", "--scm", "git@a:b", "--developer", "A", "--out", out.toString());
        assertEquals(0, finished.exitCode(), finished.out() + finished.err());
        assertTrue(Files.exists(out.resolve(NAME + ".jar.asc")));
        finished = check(
                "--url", "https://fitact.example", "--scm", "git@a:b", "--developer", "A", "--out", out.toString());
        assertEquals(2, finished.exitCode());
        assertEquals("check-release: --out is " + out + ", expected an empty folder\n", finished.err());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--scm https://a --developer A | the address of the project is missing: --url https://… or FITACT_RELEASE_URL",
                "--url https://a --developer A | what git clones the project from is missing: --scm https://… or FITACT_RELEASE_SCM",
                "--url https://a --scm https://a | the name of whoever publishes the project is missing: --developer NAME or FITACT_RELEASE_DEVELOPER",
                "--url a.example | --url is a.example, expected https://…",
                "--url https://<a> | --url is https://<a>, expected an address without blanks or other signs",
                "--url https://a --scm a | --scm is a, expected an address such as https://…",
                "--url | --url has no value",
                "--built | unknown option --built, expected --url, --scm, --developer or --out"
            })
    void aMissingValueIsOneLine(String arguments, String line) throws Exception {
        Finished finished = check(arguments.split(" "));
        assertEquals("check-release: " + line + "\n", finished.err());
        assertEquals(2, finished.exitCode());
        assertFalse(Files.exists(root.resolve("calls")), "before anything is built");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "  <name>tensor</name> |  | no <name>",
                "  <description>tensors</description> |  | no <description>",
                "  <url>https://fitact.example</url>\\n  <licenses> | <url>https://fitact.example/tensor</url> <licenses> | its <url> is not",
                "<name>A. Nother</name> | <name></name> | no <name> in <developers>",
                "<connection>scm:git:https://git.example/fitact</connection> |  | no <connection> in <scm>",
                "A. Nother | ${release.developer} | has ${",
                "<version>1.2</version> | <version>1.2-SNAPSHOT</version> | has SNAPSHOT",
                "<modelVersion>4.0.0</modelVersion> | <parent> | has <parent>",
                "      <version>1</version> |  | dependency b has no <version>"
            })
    void whatAPomLacksIsNamed(String there, String instead, String finding) throws Exception {
        String text = POM.replace(there.replace("\\n", "\n"), instead == null ? "" : instead);
        assertFalse(text.equals(POM), there);
        artifact(".pom", text);
        Finished finished = check();
        assertTrue(finished.out().contains(NAME + ".pom: " + finding), finished.out());
        assertEquals(1, finished.exitCode());
    }

    @Test
    void whatJarsLackIsNamed() throws Exception {
        artifact(".jar", "META-INF/MANIFEST.MF\n");
        artifact("-sources.jar", "META-INF/MANIFEST.MF\n");
        Files.delete(artifacts.resolve(NAME + "-javadoc.jar"));
        artifact("-cyclonedx.json", "{}");
        misses(
                NAME + ".jar: has no entry \\.class$",
                NAME + "-sources.jar: has no entry \\.java$",
                NAME + "-javadoc.jar: not there",
                NAME + "-cyclonedx.json: no list of parts",
                NAME + ".jar: has no entry ^org/fitact/tensor/jvm\\.args$");
    }

    @Test
    void checksumsSignaturesAndStrangersAreSeen() throws Exception {
        Files.delete(artifacts.resolve(NAME + ".jar.md5"));
        write("artifacts/" + NAME + "-sources.jar.asc", "of something else");
        String parent = "org/fitact/fitact-parent/1.2/fitact-parent-1.2.pom";
        for (String ending : List.of("", ".md5", ".sha1")) {
            write("artifacts/" + parent + ending, "x");
        }
        write("artifacts/" + parent + ".asc", "signature");
        write("artifacts/org/fitact/fitact-tensor/maven-metadata.xml", "of the folder, not of the version");
        Finished finished = check();
        assertEquals(
                List.of(
                        parent + ": is of no published module",
                        NAME + "-sources.jar.asc: no signature that fits",
                        NAME + ".jar.md5: not there"),
                finished.out().lines().sorted().toList());
    }

    @Test
    void aSecondBuildWithOtherBytesIsSeen() throws Exception {
        write("later.next/" + NAME + ".jar", "org/fitact/tensor/jvm.args\norg/fitact/tensor/A.class\n");
        Files.createDirectory(root.resolve("later"));
        misses(NAME + ".jar: the second build gave other bytes");
    }

    @Test
    void theExamplesLinesAreThoseOfItsGuide() throws Exception {
        write("lines", "95.9 %\n");
        misses("examples/embed: other lines than docs/embedding.md has:", "1c1", "< 96.0 %", "---", "> 95.9 %");
    }

    @Test
    void aReleaseHasAVersionAndSaysWhatIsNewInIt() throws Exception {
        write("CHANGELOG.md", "## [Unreleased]\n");
        misses("CHANGELOG.md: no \"## [1.2] – \" with a date");
        write("pom.xml", pom("1.3-SNAPSHOT"));
        Finished finished = check();
        assertTrue(
                finished.out().startsWith("pom.xml: version 1.3-SNAPSHOT, expected one that is not a snapshot\n"),
                finished.out());
    }
}
