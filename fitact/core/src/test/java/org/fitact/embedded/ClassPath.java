package org.fitact.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a program takes on that depends on the library. */
final class ClassPath {

    /** Written by the build, of the scope {@code runtime}. */
    private static final Path FILE = Path.of("target", "runtime.classpath");

    private ClassPath() {}

    static List<Path> entries() throws IOException {
        List<Path> entries = new ArrayList<>(List.of(Path.of("target", "classes")));
        for (String entry : Files.readString(FILE).strip().split(File.pathSeparator)) {
            entries.add(Path.of(entry));
        }
        return entries;
    }
}
