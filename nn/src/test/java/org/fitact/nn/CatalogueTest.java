package org.fitact.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueTest {

    private record Thing(String name) implements Named {}

    @Test
    void ownComeFirstAndWhatIsFoundFollowsByName() {
        Catalogue<Thing> catalogue =
                Catalogue.of("thing", List.of(new Thing("z"), new Thing("a")), List.of(new Thing("y"), new Thing("b")));
        assertEquals(List.of("z", "a", "b", "y"), catalogue.names());
        assertEquals(new Thing("y"), catalogue.named("y"));
    }

    @Test
    void anUnknownNameOffersTheNearest() {
        Catalogue<Thing> catalogue = Catalogue.of("thing", List.of(new Thing("ranger")), List.of());
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> catalogue.named("rangr"));
        assertEquals("unknown thing 'rangr': did you mean 'ranger'? (known: ranger)", e.getMessage());
    }

    @Test
    void twoOfOneNameAreRefused() {
        List<Thing> own = List.of(new Thing("a"));
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> Catalogue.of("thing", own, List.of(new Thing("a"))));
        assertTrue(e.getMessage().startsWith("two of the kind thing are called a: "), e.getMessage());
    }

    /** A model that somebody else compiled and declared, as it would lie in a jar of theirs. */
    @Test
    void aModelOnTheClassPathIsFound(@TempDir Path jar) throws Exception {
        Path source = jar.resolve("Tiny.java");
        Files.writeString(source, """
                import org.fitact.nn.graph.GraphBuilder;
                import org.fitact.nn.model.Model;

                public class Tiny implements Model {
                    public String name() {
                        return "tiny";
                    }

                    public void build(GraphBuilder network, int classes) {
                        network.conv("conv", 4, 3, 1, 1).relu("relu").flatten().linear("fc", classes);
                    }
                }
                """);
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", classPath, "-d", jar.toString(), source.toString());
        assertEquals(0, compiled);
        Path services = Files.createDirectories(jar.resolve("META-INF/services"));
        Files.writeString(services.resolve("org.fitact.nn.model.Model"), "Tiny\n");

        List<URL> urls = new ArrayList<>(List.of(jar.toUri().toURL()));
        for (String entry : classPath.split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        assertTrue(namesOfModels(urls).contains("tiny"));
    }

    /** In a class loader of its own, as a program with that jar on its class path has it. */
    private static List<?> namesOfModels(List<URL> urls) throws IOException, ReflectiveOperationException {
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Method names = loader.loadClass("org.fitact.nn.model.Models").getMethod("names");
            return (List<?>) names.invoke(null);
        }
    }
}
