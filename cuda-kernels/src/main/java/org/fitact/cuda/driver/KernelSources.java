package org.fitact.cuda.driver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The {@code .cu} files, as resources beside this class. */
public final class KernelSources {

    /** One source file each; a test compares this with what the folder holds. */
    public static final List<String> FAMILIES = List.of(
            "batchedgemm",
            "batchnorm",
            "boundedrelu",
            "checks",
            "conv2d",
            "crossentropy",
            "elementwise",
            "fixedpoint",
            "gemm",
            "groupnorm",
            "integerbound",
            "integerelement",
            "integerpool",
            "integerproduct",
            "interval",
            "naive",
            "optimiserstep",
            "pool2d",
            "randombits",
            "reduction",
            "softmax",
            "stridedcopy",
            "tensorcore",
            "wordcode");

    /** Included by the families. */
    static final List<String> HEADERS = List.of(
            "fitact.cuh",
            "functions.cuh",
            "bounds.cuh",
            "epilogue.cuh",
            "philox.cuh",
            "reduction.cuh",
            "wide.cuh",
            "words.cuh",
            "conv2dshape.cuh",
            "pool2dshape.cuh",
            "grouped.cuh",
            "tile.cuh",
            "factors.cuh",
            "gemm.cuh",
            "conv2d.cuh",
            "pipeline.cuh",
            "tensorcore.cuh");

    private static final Pattern KERNEL = Pattern.compile("__global__\\s+(?:__launch_bounds__\\([^)]*\\)\\s+)?void\\s+"
            + "(?:__launch_bounds__\\([^)]*\\)\\s+)?(\\w+)\\s*\\(");

    private KernelSources() {}

    /** The text of a file of {@code src/main/cuda}. */
    public static String read(String file) {
        try (InputStream in = KernelSources.class.getResourceAsStream("/org/fitact/cuda/source/" + file)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its resource source/" + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource source/" + file, e);
        }
    }

    /** The text of every family, by its name. */
    static Map<String, String> families() {
        return FAMILIES.stream().collect(Collectors.toMap(family -> family, family -> read(family + ".cu")));
    }

    /** Names of the kernels that a source defines, in its order. */
    public static List<String> kernels(String source) {
        List<String> names = new ArrayList<>();
        Matcher matcher = KERNEL.matcher(source);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }
}
