package org.fitact.cli.doctor;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The NVIDIA GPUs of this machine and the libraries that the CUDA backend needs.
 *
 * @param nvidiaSmi where the driver's tool lies, or null
 * @param devices name, memory and driver of every GPU, a line each, as that tool prints them
 * @param problem what the tool said instead, or null
 */
public record Gpu(String nvidiaSmi, List<String> devices, String problem, List<Library> libraries) {

    /** A shared library, and whether the system's loader finds and loads it. */
    public record Library(String name, boolean found) {}

    private static final List<String> LINUX = List.of("libcuda.so.1", "libcublas.so.12", "libcudnn.so.8");
    private static final List<String> WINDOWS = List.of("nvcuda.dll", "cublas64_12.dll", "cudnn64_8.dll");
    private static final int PATIENCE_SECONDS = 10;

    /** What this machine has. */
    public static Gpu here() {
        boolean windows = File.separatorChar == '\\';
        List<Library> libraries = (windows ? WINDOWS : LINUX)
                .stream().map(name -> new Library(name, isLoadable(name))).toList();
        return onPath(windows ? "nvidia-smi.exe" : "nvidia-smi", System.getenv("PATH"))
                .map(tool -> query(tool, libraries))
                .orElseGet(() -> new Gpu(null, List.of(), null, libraries));
    }

    /** Asks the loader itself: only it knows the system's cache, {@code LD_LIBRARY_PATH} and what else is missing. */
    @SuppressWarnings("restricted") // native access is granted by the launcher
    static boolean isLoadable(String library) {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(library, arena);
            return true;
        } catch (IllegalArgumentException notFound) {
            return false;
        }
    }

    static Optional<Path> onPath(String program, String path) {
        return Arrays.stream(path == null ? new String[0] : path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Gpu query(Path tool, List<Library> libraries) {
        try {
            Process process = new ProcessBuilder(
                            tool.toString(), "--query-gpu=name,memory.total,driver_version", "--format=csv,noheader")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Gpu(tool.toString(), List.of(), "no answer in " + PATIENCE_SECONDS + " s", libraries);
            }
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            boolean ok = process.exitValue() == 0;
            return new Gpu(
                    tool.toString(),
                    ok ? answer.lines().toList() : List.of(),
                    ok ? null : firstLine(answer),
                    libraries);
        } catch (IOException e) {
            return new Gpu(tool.toString(), List.of(), e.getMessage(), libraries);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while waiting for " + tool, e));
        }
    }

    private static String firstLine(String answer) {
        return answer.lines().findFirst().orElse("it failed and said nothing");
    }
}
