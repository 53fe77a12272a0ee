package org.fitact.cuda.driver;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Compiles the kernels for the CPU, once: the shared library is kept under a name made of a hash of all sources, of the
 * compiler and of the processor. Of several programs that want it at the same time one compiles, and the others wait.
 */
public final class EmulatorCompiler {

    private static final List<String> RUNTIME_UNITS = List.of("launch.cpp", "memory.cpp");
    private static final List<String> RUNTIME = Stream.concat(
                    Stream.of("block.h", "cuda_emulator.h", "fiber.h", "poison.h", "runtime.h", "worker.h"),
                    RUNTIME_UNITS.stream())
            .map("emulator/"::concat)
            .toList();
    private static final int KERNEL_UNITS = 7;
    private static final int PATIENCE_SECONDS = 300;

    private static final Map<List<String>, String> ANSWERS = new ConcurrentHashMap<>();

    private final String compiler;
    private final boolean checked;
    private final SortedMap<String, String> families;

    /**
     * A compiler.
     *
     * @param compiler its command, such as {@code g++}
     * @param checked whether every access to device memory is checked to lie within an allocation
     * @param families the text of each source, by its name without {@code .cu}
     */
    EmulatorCompiler(String compiler, boolean checked, Map<String, String> families) {
        this.compiler = compiler;
        this.checked = checked;
        this.families = new TreeMap<>(families);
    }

    /** First line of what the compiler says about its version. */
    String version() {
        return asked(List.of(compiler, "--version")).lines().findFirst().orElse(compiler);
    }

    /** The library, compiled now unless that was done before. Whoever wants it meanwhile waits for it. */
    Path library() {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"), "fitact-cuda-" + System.getProperty("user.name"));
        Path library = folder.resolve("emulator-" + hash() + ".so");
        if (Files.isRegularFile(library)) {
            return library;
        }
        synchronized (EmulatorCompiler.class) { // a lock on a file is of the whole program, and not of one thread
            try {
                Files.createDirectories(folder);
                try (FileChannel file = FileChannel.open(folder.resolve("lock"), CREATE, WRITE);
                        FileLock _ = file.lock()) {
                    if (!Files.isRegularFile(library)) {
                        compile(folder, library);
                    }
                }
                return library;
            } catch (IOException e) {
                throw new CudaException("cannot write the emulator's library " + library + ": " + e, e);
            }
        }
    }

    /** Moved to its place when it is whole: what is there needs no lock. */
    private void compile(Path folder, Path library) throws IOException {
        Path work = Files.createTempDirectory(folder, "build");
        try {
            Files.move(build(work), library, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(work);
        }
    }

    private Path build(Path work) throws IOException {
        List<String> units = new ArrayList<>(RUNTIME_UNITS);
        for (String file :
                Stream.concat(KernelSources.HEADERS.stream(), RUNTIME.stream()).toList()) {
            Files.writeString(work.resolve(Path.of(file).getFileName()), KernelSources.read(file));
        }
        for (Map.Entry<String, String> family : families.entrySet()) {
            Files.writeString(work.resolve(family.getKey() + ".cu"), family.getValue());
        }
        for (int unit = 0; unit < KERNEL_UNITS; unit++) {
            Files.writeString(work.resolve("kernels" + unit + ".cpp"), kernels(unit));
            units.add("kernels" + unit + ".cpp");
        }
        units.parallelStream().forEach(unit -> run(work, compilation(unit)));
        List<String> link =
                new ArrayList<>(List.of(compiler, "-shared", "-pthread", "-Wl,-z,defs", "-o", "emulator.so"));
        units.forEach(unit -> link.add(unit.replace(".cpp", ".o")));
        run(work, link);
        return work.resolve("emulator.so");
    }

    /**
     * A C++ file of some of the families, each in a namespace of its own, with a list of their kernels. To put several
     * into one file saves most of the compiler's time: the headers are read once.
     */
    private String kernels(int unit) {
        StringBuilder text = new StringBuilder("#include \"cuda_emulator.h\"\n");
        KernelSources.HEADERS.forEach(
                header -> text.append("#include \"").append(header).append("\"\n"));
        List<String> names = List.copyOf(families.keySet());
        for (int i = unit; i < names.size(); i += KERNEL_UNITS) {
            String family = names.get(i);
            text.append("namespace family_").append(family).append(" {\n");
            text.append("#include \"").append(family).append(".cu\"\n");
            for (String kernel : KernelSources.kernels(families.get(family))) {
                text.append("EMULATED_KERNEL(").append(kernel).append(")\n");
            }
            text.append("}\n");
        }
        return text.toString();
    }

    /** No contraction of products and sums: a kernel says where it wants one, and nvcc is told the same. */
    private List<String> compilation(String unit) {
        List<String> command = new ArrayList<>(List.of(
                compiler,
                "-c",
                "-std=c++17",
                "-O2",
                "-march=native",
                "-ffp-contract=off",
                "-fPIC",
                "-fvisibility=hidden",
                "-DFITACT_EMULATOR"));
        if (checked) {
            command.add("-DFITACT_CHECKED");
        }
        if (checked && !RUNTIME_UNITS.contains(unit)) {
            command.addAll(List.of(
                    "-fsanitize=kernel-address",
                    "--param=asan-instrumentation-with-call-threshold=0",
                    "--param=asan-stack=0",
                    "--param=asan-globals=0"));
        }
        command.addAll(List.of("-o", unit.replace(".cpp", ".o"), unit));
        return command;
    }

    private String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Stream<String> shared = Stream.concat(KernelSources.HEADERS.stream(), RUNTIME.stream());
            Stream<String> texts = Stream.concat(shared.map(KernelSources::read), families.values().stream());
            texts.forEach(text -> digest.update(text.getBytes(StandardCharsets.UTF_8)));
            digest.update((families.keySet() + version() + compilation("unit.cpp") + processor())
                    .getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** What {@code -march=native} stands for here. */
    private String processor() {
        return asked(List.of(compiler, "-march=native", "-Q", "--help=target"));
    }

    /** What the compiler answers does not change while the program runs. */
    private static String asked(List<String> command) {
        return ANSWERS.computeIfAbsent(command, question -> run(Path.of("."), question));
    }

    private static String run(Path folder, List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new CudaException(command.getFirst() + " gave no answer in " + PATIENCE_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new CudaException(String.join(" ", command) + " failed:\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new CudaException("cannot run " + command.getFirst() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CudaException("interrupted while waiting for " + command.getFirst(), e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
