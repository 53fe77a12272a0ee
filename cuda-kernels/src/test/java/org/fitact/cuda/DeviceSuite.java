package org.fitact.cuda;

import java.io.PrintWriter;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.fitact.cuda.kernel.RandomBitsKernelsTest;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** {@code ./run contract} of the bundle: all tests of the kernels, on this machine's GPU or on the emulator. */
final class DeviceSuite {

    private static final List<Class<?>> TESTS = List.of(
            DeviceContract.class,
            CudaGradientsTest.class,
            TiledProductsTest.class,
            RandomBitsKernelsTest.class,
            CudaIntegerOpsTest.class);

    private DeviceSuite() {}

    /** @param arguments names of some of the classes, or none for all of them */
    public static void main(String[] arguments) {
        CudaProvider provider = new CudaProvider();
        Optional<String> reason = provider.unavailable();
        if (reason.isPresent()) {
            System.err.println("fitact: " + reason.get());
            System.exit(1);
        }
        System.out.println("device: " + provider.description());
        if (!CudaProvider.isEmulated()) {
            System.setProperty(Emulators.SWITCH, Emulators.ON_GPU);
        }
        System.out.printf("start-up: %.0f ms until the first kernel has run%n", startMilliseconds(provider));
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(chosen(List.of(arguments)).stream()
                        .map(DiscoverySelectors::selectClass)
                        .toList())
                .configurationParameter("jqwik.database", "") // seeds are fixed, and nothing is to be written
                .build();
        LauncherFactory.create().execute(request, summary);
        summary.getSummary().printTo(new PrintWriter(System.out, true));
        summary.getSummary().printFailuresTo(new PrintWriter(System.out, true), 5);
        System.exit(summary.getSummary().getTotalFailureCount() == 0 ? 0 : 1);
    }

    private static List<Class<?>> chosen(List<String> names) {
        List<String> known = TESTS.stream().map(Class::getSimpleName).toList();
        if (!known.containsAll(names)) {
            System.err.println("fitact: the tests are " + names + ", expected some of " + known);
            System.exit(2);
        }
        return TESTS.stream()
                .filter(test -> names.isEmpty() || names.contains(test.getSimpleName()))
                .toList();
    }

    private static double startMilliseconds(CudaProvider provider) {
        long start = System.nanoTime();
        try (Backend backend = provider.open(BackendOptions.defaults());
                Buffer buffer = backend.allocate(DType.FLOAT32, 1)) {
            backend.fill(1, 1, buffer);
            backend.download(buffer, 0, MemorySegment.ofArray(new float[1]));
            return (System.nanoTime() - start) / 1e6;
        }
    }
}
