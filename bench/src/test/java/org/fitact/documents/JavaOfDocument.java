package org.fitact.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The class that a document has its readers write. */
final class JavaOfDocument {

    private static final Pattern SOURCE = Pattern.compile("(?ms)^```java\\n(.*?public (?:record|class) (\\w+).*?)^```");

    private JavaOfDocument() {}

    /** Compiles it, and packs it into a jar that declares it as a service, as the document says. */
    static void pack(Path document, String service, Path jar) throws IOException {
        Matcher source = SOURCE.matcher(Documents.read(document));
        assertEquals(true, source.find(), "a class in " + document);
        Path folder = Files.createDirectory(jar.resolveSibling("source"));
        Path file = Files.writeString(folder.resolve(source.group(2) + ".java"), source.group(1));
        List<String> line = List.of(
                "-proc:none",
                "-cp",
                Program.classPath(),
                "-d",
                folder.resolve("classes").toString(),
                file.toString());
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, line.toArray(String[]::new)));
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out);
                Stream<Path> classes = Files.list(folder.resolve("classes"))) {
            packed.putNextEntry(new JarEntry("META-INF/services/" + service));
            packed.write((source.group(2) + "\n").getBytes(StandardCharsets.UTF_8));
            for (Path compiled : classes.toList()) {
                packed.putNextEntry(new JarEntry(compiled.getFileName().toString()));
                packed.write(Files.readAllBytes(compiled));
            }
        }
    }
}
