package org.fitact.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The sources, the list of them and what was compiled from them belong together. */
class KernelSourcesTest {

    private static final Path FOLDER = Path.of("src/main/cuda");
    private static final Path PTX = Path.of("src/main/resources/org/fitact/cuda/ptx");

    private static Set<String> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .map(name -> name.substring(0, name.length() - suffix.length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void everySourceIsListed() throws IOException {
        assertEquals(new TreeSet<>(KernelSources.FAMILIES), files(FOLDER, ".cu"));
        Set<String> headers =
                files(FOLDER, ".cuh").stream().map(name -> name + ".cuh").collect(Collectors.toSet());
        assertEquals(new HashSet<>(KernelSources.HEADERS), headers);
    }

    @Test
    void everyKernelHasANameOfItsOwnAndIsInThePtx() {
        Set<String> names = new HashSet<>();
        for (String family : KernelSources.FAMILIES) {
            List<String> kernels = KernelSources.kernels(KernelSources.read(family + ".cu"));
            assertTrue(!kernels.isEmpty(), family);
            String ptx = new String(JCudaModules.ptx(family), StandardCharsets.US_ASCII);
            for (String kernel : kernels) {
                assertTrue(names.add(kernel), kernel + " is defined twice");
                assertTrue(ptx.contains(".entry " + kernel + "("), kernel + " is not in " + family + ".ptx");
            }
        }
    }

    /** The hash that {@code build-ptx} notes. */
    @Test
    void thePtxIsThatOfTheSources() throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (String suffix : List.of(".cu", ".cuh")) {
            for (String name : files(FOLDER, suffix)) {
                digest.update(Files.readAllBytes(FOLDER.resolve(name + suffix)));
            }
        }
        String noted = Files.readString(PTX.resolve("sources.sha256")).strip();
        assertEquals(
                HexFormat.of().formatHex(digest.digest()),
                noted,
                "the sources were changed after the PTX was built; run cuda-kernels/build-ptx");
    }
}
