package org.fitact.cli.option;

import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.fitact.cli.value.MisuseError;
import org.fitact.cli.value.UserError;
import org.fitact.cli.value.Within;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.BackendProvider;
import org.fitact.tensor.backend.Backends;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that computes: on what, how, and by how many threads. */
public final class DeviceOptions {

    @Within("[1, 4096]")
    @OfTheRun
    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that compute (default: all processors). No result depends on it.")
    private Integer threads;

    @Mixin
    private Choice choice;

    /** On what, and how. */
    public static final class Choice {

        /** The fastest backend for the CPU, whichever that is here. */
        private static final String CPU = "cpu";

        @Option(
                names = "--device",
                paramLabel = "NAME",
                defaultValue = CPU,
                completionCandidates = Devices.class,
                description = "What computes: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
        private String device;

        @Option(
                names = "--gemm",
                paramLabel = "NAME",
                description = "With --device cuda, who multiplies matrices: own, tf32, naive, cublas (default: own).")
        private String gemm;

        @Option(
                names = "--conv",
                paramLabel = "NAME",
                description =
                        "How convolutions are computed: on the CPU fastest or direct, which keeps to sums in the order"
                                + " of the taps (default: fastest); with --device cuda own, tf32, naive or cudnn (default: own).")
        private String conv;

        /** What computes, as it was named. */
        public String device() {
            return device;
        }

        /** What was chosen among a backend's ways to compute. */
        public Map<String, String> choices() {
            Map<String, String> choices = new TreeMap<>();
            Optional.ofNullable(gemm).ifPresent(name -> choices.put("gemm", name));
            Optional.ofNullable(conv).ifPresent(name -> choices.put("conv", name));
            return choices;
        }

        /**
         * Opens what {@code --device} names.
         *
         * @throws MisuseError for a choice that the backend does not offer
         * @throws UserError if the backend cannot be used on this machine; says why
         */
        public Backend openBackend(int threads) {
            BackendOptions options = new BackendOptions(threads).choosing(choices());
            try {
                return device.equals(CPU) ? Backends.cpu(options) : Backends.open(device, options);
            } catch (IllegalStateException e) {
                throw new UserError(e.getMessage(), e);
            } catch (IllegalArgumentException e) {
                throw new MisuseError(typedChoices() + e.getMessage(), e);
            }
        }

        /** The options that a refused choice came from, before what the backend says of it. */
        private String typedChoices() {
            return choices().entrySet().stream()
                    .map(choice -> "--" + choice.getKey() + " " + choice.getValue())
                    .collect(Collectors.joining(", ", "", ": "));
        }
    }

    /** Threads that compute. */
    public int threads() {
        return threads == null ? BackendOptions.defaults().threads() : threads;
    }

    /** What computes, as it was named. */
    public String device() {
        return choice.device();
    }

    /** What was chosen among a backend's ways to compute. */
    public Map<String, String> choices() {
        return choice.choices();
    }

    /** Opens what {@code --device} names; see {@link Choice#openBackend}. */
    public Backend openBackend() {
        return openBackend(1);
    }

    /**
     * The same for one of several that compute side by side, and have the threads divided among them.
     *
     * @param workers how many there are
     */
    public Backend openBackend(int workers) {
        return choice.openBackend(Math.max(1, threads() / workers));
    }

    /** A backend and what it runs on, for people. */
    public static String described(Backend backend) {
        return Backends.providers().stream()
                .filter(provider -> provider.name().equals(backend.name()))
                .map(provider -> backend.name() + ": " + provider.description())
                .findFirst()
                .orElse(backend.name());
    }

    /** The names that {@code --device} takes. */
    static final class Devices extends ArrayList<String> {

        private static final long serialVersionUID = 1L;

        Devices() {
            add(Choice.CPU);
            Backends.providers().stream().map(BackendProvider::name).sorted().forEach(this::add);
        }
    }
}
