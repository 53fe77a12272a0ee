package org.fitact.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What programs are built on changes only where somebody means it: {@code api.txt} of each published module has a line for every
 * public type and member of its packages that are not {@code @Internal}.
 */
class PublicApiTest {

    /** Without a value, or with another than this, nothing is written. */
    private static final boolean WRITE = "write".equals(System.getProperty("fitact.api"));

    private static final String ACCEPT = "; if it is meant: ./mvnw test -pl bench -am -Dtest=PublicApiTest "
            + "-Dsurefire.failIfNoSpecifiedTests=false -Dfitact.api=write, and a line in CHANGELOG.md";

    private static Path sources(String module) {
        return Path.of("..", module, "src/main/java");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tensor", "cuda-kernels", "nn", "fitact/core"})
    void whatIsPublicIsWhatWasMeant(String module) throws Exception {
        Path file = Path.of("..", module, "api.txt");
        Set<String> found = PublicApi.lines(PublicApi.types(sources(module)));
        if (WRITE) {
            Files.write(file, found);
        }
        Set<String> stored = new TreeSet<>(Files.readAllLines(file));
        assertEquals("", difference(stored, found), module + "/api.txt" + ACCEPT);
        assertTrue(!found.isEmpty(), module);
    }

    private static String difference(Set<String> stored, Set<String> found) {
        Set<String> gone = new TreeSet<>(stored);
        gone.removeAll(found);
        Set<String> come = new TreeSet<>(found);
        come.removeAll(stored);
        return gone.stream().map(line -> "\n- " + line).collect(Collectors.joining())
                + come.stream().map(line -> "\n+ " + line).collect(Collectors.joining());
    }

    /** A program that takes or gives a type must be able to rely on it. */
    @ParameterizedTest
    @ValueSource(strings = {"tensor", "cuda-kernels", "nn", "fitact/core"})
    void nothingPublicNamesWhatIsInternal(String module) throws Exception {
        Set<String> internal = new TreeSet<>();
        for (String some : List.of("tensor", "cuda-kernels", "nn", "fitact/core")) {
            internal.addAll(PublicApi.packages(sources(some), true));
        }
        List<String> named = PublicApi.namedPackages(PublicApi.types(sources(module))).stream()
                .filter(line -> internal.contains(line.replaceFirst(" by .*", "")))
                .toList();
        assertEquals(List.of(), named);
    }

    /** What is looked at here is told apart: a member, its result, a modifier, what a type is. */
    @Test
    void changesShow() {
        Set<String> before = PublicApi.lines(List.of(Before.class));
        Set<String> after = PublicApi.lines(List.of(After.class)).stream()
                .map(line -> line.replace("After", "Before"))
                .collect(Collectors.toCollection(TreeSet::new));
        String name = "architecture.PublicApiTest$Before";
        assertEquals(
                String.join(
                        "\n",
                        "",
                        "- " + name + ".gone() : void",
                        "- " + name + ".result(List<String>) : int",
                        "+ " + name + ".come() throws java.io.IOException : void",
                        "+ " + name + ".result(List<String>) static : long"),
                difference(before, after));
    }

    /** One form of a class. */
    public static class Before {
        public void gone() {}

        public int result(List<String> of) {
            return of.size();
        }

        void hidden() {}
    }

    /** Another one of it. */
    public static class After {
        public void come() throws IOException {}

        public static long result(List<String> of) {
            return of.size();
        }

        private void hidden() {}
    }
}
