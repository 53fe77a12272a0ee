package org.fitact.cuda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A line of {@code kernels.txt}, which {@code build-ptx} writes beside the PTX.
 *
 * @param lines of PTX, those before the first kernel of the family among them, which has the functions that are called
 * @param registers of a thread, as ptxas says for sm_90; so are the next two
 * @param hash the first 16 digits of the SHA-256 of the lines
 */
record BuiltKernel(
        String name, String family, int lines, int registers, int spilledBytes, int sharedBytes, String hash) {

    static final Path FOLDER = Path.of("src/main/resources/org/fitact/cuda/ptx");

    private static final Pattern KERNEL = Pattern.compile("(?ms)^\\.visible \\.entry (\\w+)\\(.*?^}\\n");

    /** The number of a kernel in its file, within a label. */
    private static final Pattern NUMBER = Pattern.compile("(L__BB)\\d+(?=_)|(__local_depot)\\d+");

    /** All that are noted, by name. */
    static Map<String, BuiltKernel> noted() throws IOException {
        return Files.readAllLines(FOLDER.resolve("kernels.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(BuiltKernel::parse)
                .collect(Collectors.toMap(BuiltKernel::name, Function.identity(), (a, _) -> a, TreeMap::new));
    }

    private static BuiltKernel parse(String line) {
        String[] part = line.split(" ");
        return new BuiltKernel(
                part[0],
                part[1],
                Integer.parseInt(part[2]),
                Integer.parseInt(part[3]),
                Integer.parseInt(part[4]),
                Integer.parseInt(part[5]),
                part[6]);
    }

    /** What {@code kernels.txt} should say of the kernels of a family: name, family, lines and hash. */
    static List<String> of(String family, String ptx) {
        String text = NUMBER.matcher(ptx).replaceAll("$1$2");
        String head = text.substring(0, Math.max(0, text.indexOf(".visible .entry")))
                .lines()
                .filter(line -> !line.isBlank() && !line.strip().startsWith("//"))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        Matcher kernels = KERNEL.matcher(text);
        return kernels.results()
                .map(kernel -> {
                    String own = head + kernel.group();
                    return kernel.group(1) + " " + family + " " + own.lines().count() + " " + hash(own);
                })
                .toList();
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
