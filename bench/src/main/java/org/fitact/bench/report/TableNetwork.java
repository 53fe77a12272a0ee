package org.fitact.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fitact.bench.BoundReach;
import org.fitact.bench.HardenedSubject;
import org.fitact.bench.InferenceBenchmark;
import org.fitact.bench.Scheme;
import org.fitact.cli.value.UserError;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Site;
import org.fitact.nn.model.Models;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;

/**
 * A network of Table I: with random weights, or as it was trained and hardened in a folder.
 *
 * @param model as the zoo has it
 * @param data its data set
 * @param schemes of a round, {@link Scheme#RELU} and {@link Scheme#FITRELU_SMOOTH} among them
 * @param study folder of a trained one
 */
public record TableNetwork(String model, int classes, String data, List<Scheme> schemes, Optional<StudyFolder> study) {

    /** Whose columns are those of the paper. */
    private static final List<Scheme> PAPER = List.of(Scheme.RELU, Scheme.FITRELU_SMOOTH);

    /** One with random weights, for CIFAR-10 or CIFAR-100. */
    public static TableNetwork random(String model, int classes, List<Scheme> schemes) {
        return new TableNetwork(model, classes, "CIFAR-" + classes, schemes, Optional.empty());
    }

    /**
     * One that {@code fitact harden} left in a folder.
     *
     * @param wanted schemes that it must have been hardened with; if there are none, all with which it was and that can be timed
     * @throws UserError if it was not hardened so
     * @throws InvalidFileException if a file of it is damaged, or of another network
     */
    public static TableNetwork trained(Path folder, Collection<Scheme> wanted) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new UserError(folder + ": no such folder, expected one with a network that fitact harden left");
        }
        StudyFolder study = new StudyFolder(folder);
        List<Scheme> schemes = Stream.of(Scheme.values())
                .filter(scheme -> PAPER.contains(scheme)
                        || (wanted.isEmpty() ? HardenedSubject.isThere(study, scheme) : wanted.contains(scheme)))
                .toList();
        for (Scheme scheme : schemes) {
            if (!HardenedSubject.isThere(study, scheme)) {
                throw new UserError(HardenedSubject.file(study, scheme)
                        + " is missing: the network has to be hardened with --schemes " + names(schemes));
            }
        }
        Checkpoint none = Checkpoint.read(HardenedSubject.file(study, Scheme.RELU));
        for (Scheme scheme : schemes) {
            requireSame(none, HardenedSubject.file(study, scheme));
        }
        requireBoundPerNeuron(HardenedSubject.file(study, Scheme.FITRELU_SMOOTH));
        return new TableNetwork(
                none.architecture().model(),
                none.architecture().classes(),
                none.info().dataset().replaceFirst("^cifar", "CIFAR-"),
                schemes,
                Optional.of(study));
    }

    private static String names(List<Scheme> schemes) {
        return schemes.stream().map(Scheme::option).collect(Collectors.joining(","));
    }

    private static void requireSame(Checkpoint none, Path other) throws IOException {
        Architecture found = Checkpoint.read(other).architecture();
        if (!found.equals(none.architecture())) {
            throw new InvalidFileException(
                    other, "network", found.toString(), none.architecture() + ", as without protection");
        }
    }

    /** Others than the paper's FitAct would stand in its column. */
    private static void requireBoundPerNeuron(Path fitAct) throws IOException {
        for (Site site : Checkpoint.read(fitAct).graph().sites()) {
            if (!site.isBounded() || site.bound().granularity() != Granularity.NEURON) {
                throw new InvalidFileException(
                        fitAct,
                        "bound of " + site.name(),
                        site.isBounded()
                                ? "one for each "
                                        + site.bound().granularity().name().toLowerCase(Locale.ROOT)
                                : "missing",
                        "one for each neuron, as in Table I");
            }
        }
    }

    /** Where a trained one lies under a scheme. */
    public Path file(Scheme scheme) {
        return HardenedSubject.file(study.orElseThrow(), scheme);
    }

    /** The last name of a trained network's folder, by which results tell it from others. */
    public Optional<String> name() {
        return study.map(folder ->
                folder.path().toAbsolutePath().normalize().getFileName().toString());
    }

    /** As the table calls it: {@code VGG16}, and {@code VGG16, trained (vgg16-cifar10)}. */
    String label() {
        String network = Table1.NAMES.getOrDefault(model, model);
        return name().map(folder -> network + ", trained (" + folder + ")").orElse(network);
    }

    /** The paper's row of this network and its data set, if its table has one. */
    Optional<PaperTable1.Row> paper() {
        return data.equals("CIFAR-" + classes) ? PaperTable1.find(model, classes) : Optional.empty();
    }

    /** The value of the benchmark's parameter {@code study}. */
    String parameter() {
        return study.map(folder -> folder.path().toAbsolutePath().toString()).orElse(InferenceBenchmark.RANDOM);
    }

    /** How many outputs lie near their bounds. */
    BoundReach reach(Path dataDir, int threads) throws IOException {
        return study.isPresent()
                ? BoundReach.ofHardened(study.get().path(), dataDir, threads)
                : BoundReach.ofRandom(model, classes, threads);
    }

    /** The network without protection, of which nothing but the sizes is looked at; the caller's. */
    Network unprotected(Backend backend) throws IOException {
        if (study.isPresent()) {
            return Checkpoint.read(file(Scheme.RELU)).load(backend);
        }
        Architecture architecture = new Architecture(model, Shape.of(32, 32, 3), classes);
        return Models.create(
                architecture, backend, request -> new float[request.shape().elements()]);
    }

    /** How many numbers FitAct's bounds are: one for each neuron, and of a trained network those that it stores. */
    long bounds(Network unprotected) throws IOException {
        if (study.isEmpty()) {
            return unprotected.sites().stream().mapToLong(Site::neurons).sum();
        }
        Checkpoint fitAct = Checkpoint.read(file(Scheme.FITRELU_SMOOTH));
        return fitAct.graph().parameters().stream()
                .filter(parameter -> parameter.kind().isBound())
                .mapToLong(parameter -> parameter.shape().elements())
                .sum();
    }

    /** Schemes of some networks that were timed beside ReLU, each once, in their order. */
    static List<Scheme> protections(Collection<TableNetwork> networks) {
        List<Scheme> all = new ArrayList<>(List.of(Scheme.values()));
        all.removeIf(scheme -> !scheme.isProtection()
                || networks.stream().noneMatch(one -> one.schemes().contains(scheme)));
        return all;
    }

    @Override
    public String toString() {
        return model + ", " + name().map(folder -> "trained (" + folder + ")").orElse(classes + " classes");
    }
}
