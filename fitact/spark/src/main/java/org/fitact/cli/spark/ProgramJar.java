package org.fitact.cli.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Several jars as one. Of what two of them have the first counts, but for lists of services, which are put together. */
final class ProgramJar {

    private static final String SERVICES = "META-INF/services/";

    private ProgramJar() {}

    /**
     * Writes it.
     *
     * @param program where it starts
     */
    static void write(OutputStream to, List<Path> jars, String program) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, program);
        manifest.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
        Set<String> written = new HashSet<>(Set.of(JarFile.MANIFEST_NAME));
        Map<String, ByteArrayOutputStream> services = new TreeMap<>();
        try (JarOutputStream out = new JarOutputStream(to, manifest)) {
            for (Path jar : jars) {
                try (JarFile file = new JarFile(jar.toFile())) {
                    for (JarEntry entry :
                            file.stream().filter(ProgramJar::isWanted).toList()) {
                        try (InputStream in = file.getInputStream(entry)) {
                            if (entry.getName().startsWith(SERVICES)) {
                                ByteArrayOutputStream list =
                                        services.computeIfAbsent(entry.getName(), _ -> new ByteArrayOutputStream());
                                in.transferTo(list);
                                list.write('\n');
                            } else if (written.add(entry.getName())) {
                                put(out, entry.getName(), in);
                            }
                        }
                    }
                }
            }
            for (Map.Entry<String, ByteArrayOutputStream> list : services.entrySet()) {
                try (InputStream in = new ByteArrayInputStream(list.getValue().toByteArray())) {
                    put(out, list.getKey(), in);
                }
            }
        }
    }

    /** Neither signatures, which would be of another jar, nor descriptions of modules. */
    private static boolean isWanted(JarEntry entry) {
        String name = entry.getName();
        return !entry.isDirectory()
                && !name.endsWith("module-info.class")
                && !name.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");
    }

    private static void put(JarOutputStream out, String name, InputStream in) throws IOException {
        JarEntry entry = new JarEntry(name);
        entry.setTime(0);
        out.putNextEntry(entry);
        in.transferTo(out);
        out.closeEntry();
    }

    /**
     * Those of a class path that have names, in the order of the names.
     *
     * @throws IOException if one is missing
     */
    static List<Path> named(List<String> names, List<Path> classPath) throws IOException {
        Map<String, Path> found = new TreeMap<>();
        for (Path jar : classPath) {
            if (Files.isRegularFile(jar)) {
                found.putIfAbsent(jar.getFileName().toString(), jar);
            }
        }
        for (String name : names) {
            if (!found.containsKey(name)) {
                throw new IOException(
                        name + " is not among the jars that this program runs on, expected those of its build");
            }
        }
        return names.stream().map(found::get).toList();
    }

    /** The jars of the program that Spark does not bring itself, as they were called when it was built. */
    static List<String> names() throws IOException {
        try (InputStream in = ProgramJar.class.getResourceAsStream("jars")) {
            if (in == null) {
                throw new IOException("this build does not know its jars, expected one by Maven");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .strip()
                    .lines()
                    .flatMap(line -> List.of(line.split(":")).stream())
                    .map(path -> path.substring(path.lastIndexOf('/') + 1))
                    .filter(name -> !name.isEmpty())
                    .toList();
        }
    }
}
