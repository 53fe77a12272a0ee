package org.fitact.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The charts of docs/architecture.md are those of the code: the same modules and packages, the same arrows. */
class DiagramsTest {

    private static final Path ROOT = Path.of("..");
    private static final Path DOCUMENT = ROOT.resolve("docs/architecture.md");
    private static final Pattern MODULE = Pattern.compile("<module>(.+?)</module>");
    private static final String PREFIX = "org.fitact.";

    /** The packages that each knows, itself not among them, without the prefix; and the module that each lies in. */
    private static final Map<String, Set<String>> KNOWN = new TreeMap<>();

    private static final Map<String, String> MODULES = new TreeMap<>();

    @BeforeAll
    static void readTheProgram() throws IOException {
        for (JavaClass found :
                new ClassFileImporter().withImportOption(new ProgramOnly()).importPackages("org.fitact")) {
            String module = moduleOf(found);
            if (module != null) {
                MODULES.put(nameOf(found), module);
                Set<String> known = KNOWN.computeIfAbsent(nameOf(found), _ -> new TreeSet<>());
                found.getDirectDependenciesFromSelf().stream()
                        .map(Dependency::getTargetClass)
                        .map(JavaClass::getBaseComponentType)
                        .filter(target -> target.getPackageName().startsWith(PREFIX))
                        .map(DiagramsTest::nameOf)
                        .forEach(known::add);
            }
        }
        KNOWN.forEach((name, known) -> known.remove(name));
    }

    private static List<String> modules() throws IOException {
        // Not those of profiles, which are not there in every build.
        String always = Files.readString(ROOT.resolve("pom.xml")).replaceFirst("(?s)<profiles>.*", "");
        return MODULE.matcher(always).results().map(module -> module.group(1)).toList();
    }

    private static String nameOf(JavaClass some) {
        return some.getPackageName().substring(PREFIX.length());
    }

    /** Where the source of a class lies; null for a class of the tests. */
    private static String moduleOf(JavaClass some) throws IOException {
        String file = some.getName().replaceFirst("\\$.*", "").replace('.', '/') + ".java";
        return modules().stream()
                .filter(module -> Files.exists(
                        ROOT.resolve(module).resolve("src/main/java").resolve(file)))
                .findFirst()
                .orElse(null);
    }

    /** The arrows between the packages of a module, or between what they are grouped to. */
    private static Diagram ofTheCode(String module, UnaryOperator<String> group) {
        Map<String, Set<String>> all = new TreeMap<>();
        KNOWN.forEach((name, known) -> {
            if (module == null || MODULES.get(name).equals(module)) {
                Set<String> arrows = all.computeIfAbsent(group.apply(name), _ -> new TreeSet<>());
                known.stream()
                        .filter(target -> module == null || MODULES.get(target).equals(module))
                        .map(group)
                        .filter(target -> !target.equals(group.apply(name)))
                        .forEach(arrows::add);
            }
        });
        return Diagram.of(all);
    }

    private static void assertDrawn(String title, Diagram code) throws IOException {
        String block = "(?s)<!-- chart: " + Pattern.quote(title) + " -->\\s*```mermaid\\n(.*?)```";
        String drawn = Pattern.compile(block)
                .matcher(Files.readString(DOCUMENT))
                .results()
                .map((MatchResult found) -> found.group(1))
                .findFirst()
                .orElse("");
        assertEquals(
                code,
                Diagram.parse(drawn.lines().toList()),
                () -> DOCUMENT + " should have:\n\n<!-- chart: " + title + " -->\n```mermaid\n" + code.mermaid()
                        + "```\n\nbut the chart there differs;");
    }

    @Test
    void theModules() throws IOException {
        assertDrawn("modules", ofTheCode(null, MODULES::get));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void thePackagesOf(String module) throws IOException {
        assertDrawn(module, ofTheCode(module, UnaryOperator.identity()));
    }

    @Test
    void anArrowThatFollowsFromOthersIsNotDrawn() {
        Diagram diagram = Diagram.of(Map.of("a.x", Set.of("b", "c"), "b", Set.of("c"), "c", Set.of()));
        assertEquals("""
                flowchart TD
                    a_x["a.x"]
                    b["b"]
                    c["c"]
                    a_x --> b
                    b --> c
                """, diagram.mermaid());
        assertEquals(diagram, Diagram.parse(diagram.mermaid().lines().toList()));
        assertThrows(IllegalArgumentException.class, () -> Diagram.parse(List.of("a ==> b")));
    }
}
