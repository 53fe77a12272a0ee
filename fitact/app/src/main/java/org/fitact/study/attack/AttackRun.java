package org.fitact.study.attack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.fitact.attack.AttackSettings;
import org.fitact.attack.ProgressiveBitSearch;
import org.fitact.attack.RandomFlips;
import org.fitact.attack.WorstFlip;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.campaign.StudyDefinition;
import org.fitact.fault.EligibleBits;
import org.fitact.fault.FaultLog;
import org.fitact.fault.FaultOperation;
import org.fitact.fault.FaultPattern;
import org.fitact.fault.FaultSpace;
import org.fitact.fault.Region;
import org.fitact.identity.ContentHash;
import org.fitact.identity.Identity;
import org.fitact.memory.Deployment;
import org.fitact.memory.MemoryImage;
import org.fitact.memory.StoredNetwork;
import org.fitact.memory.code.ReadCounts;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.Split;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.Protection;
import org.fitact.results.attack.AttackResults;
import org.fitact.results.attack.AttackResults.End;
import org.fitact.results.attack.AttackResults.Flip;
import org.fitact.results.attack.AttackResults.Memory;
import org.fitact.results.attack.AttackResults.OfScheme;
import org.fitact.results.attack.AttackResults.Point;
import org.fitact.results.attack.AttackResults.RandomPoint;
import org.fitact.stats.Proportion;
import org.fitact.stats.Range;
import org.fitact.study.Hardening;
import org.fitact.study.StateFile;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.backend.Backend;

/** Attacks hardened networks, one scheme after the other, all with the same images. */
public final class AttackRun {

    private final StudyFolder folder;
    private final Backend backend;
    private final Subject subject;
    private final Images attackers;
    private final Images test;
    private StateFile<AttackState> stored;
    private AttackState state;
    private String model;
    private String dataset;

    /**
     * What an attack is.
     *
     * @param deployment without codes; a scheme brings its own
     * @param aware whether the attacker reads a memory through its codes, and its computation is checked as the scheme wants it; else it
     *     takes the words for the numbers, and knows of no check
     * @param margin above guessing, up to which a network counts as guessing
     * @param draws of as many flips that nobody chose
     * @param seed by which images and those flips are drawn
     */
    public record Subject(
            AttackSettings settings, Deployment deployment, boolean aware, double margin, int draws, long seed) {}

    /** Is told how an attack goes on. */
    @FunctionalInterface
    public interface Progress {
        void at(String scheme, int flips, int of);
    }

    /**
     * @param folder where the hardened networks lie
     * @param attackers images that the attacker has
     * @param test others, which accuracies are measured on
     */
    public AttackRun(StudyFolder folder, Backend backend, Subject subject, Images attackers, Images test) {
        this.folder = folder;
        this.backend = backend;
        this.subject = subject;
        this.attackers = attackers;
        this.test = test;
    }

    /** Some images of a set, drawn as evenly over its classes as can be; see {@link Split#sample}. */
    public static Images drawn(Images set, int images, long seed) {
        return Split.sample(set, images, seed);
    }

    /** All that the flips depend on, but for the networks themselves. */
    private Identity identity() {
        return Identity.of("attack")
                .with("candidates", subject.settings().candidates())
                .with("filter", subject.settings().filter())
                .with("aware", subject.aware())
                .with("foldBatchNorm", subject.deployment().foldBatchNorm())
                .with("batch", subject.deployment().batchSize())
                .with("images", ContentHash.of(attackers))
                .with("backend", StudyDefinition.backend(backend))
                .build();
    }

    /**
     * Attacks all schemes; begins, or goes on with what a file holds.
     *
     * @param file of the state; written as the attack goes on
     * @param provenance how it came about, asked for when all is done
     * @throws InvalidFileException if a scheme has no sound checkpoint, or the file is of another attack
     * @throws IllegalArgumentException if the attacker can flip nothing
     */
    public AttackResults run(Path file, List<Protection> schemes, Supplier<JsonNode> provenance, Progress progress)
            throws IOException {
        stored = new StateFile<>(file, identity(), AttackState.class, "attack");
        state = stored.exists() ? stored.read() : AttackState.BEGUN;
        List<OfScheme> found = new ArrayList<>();
        try {
            for (Protection scheme : schemes) {
                found.add(attack(scheme, progress));
                stored.write(state);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return new AttackResults(
                model,
                dataset,
                attackers.size(),
                test.size(),
                chance(),
                subject.margin(),
                subject.settings().flips(),
                subject.settings().candidates().name().toLowerCase(Locale.ROOT),
                subject.aware(),
                subject.settings().filter().toString(),
                subject.deployment().arithmetic().name(),
                found,
                provenance.get());
    }

    private double chance() {
        return 1.0 / test.classCounts().length;
    }

    private OfScheme attack(Protection protection, Progress progress) throws IOException {
        Checkpoint checkpoint = Checkpoint.read(folder.hardened(protection.hardenedAs()));
        int batch = subject.deployment().batchSize();
        ProtectedNetwork hardened = Hardening.load(protection.name(), protection, checkpoint, backend);
        model = hardened.network().architecture().model();
        dataset = checkpoint.info().dataset();
        try (var _ = hardened.network();
                EvaluationSet seen =
                        new EvaluationSet(backend, attackers, checkpoint.info().normalisation(), batch);
                EvaluationSet scored =
                        new EvaluationSet(backend, test, checkpoint.info().normalisation(), batch)) {
            ProtectedNetwork known =
                    subject.aware() ? hardened : new ProtectedNetwork(protection.name(), hardened.network());
            MemoryImage own = hardened.image(subject.deployment());
            MemoryImage read = known.image(subject.deployment());
            begin(protection.name(), own.sha256());
            try (StoredNetwork memory = hardened.deploy(own, backend);
                    StoredNetwork asRead = known.deploy(read, backend);
                    ProgressiveBitSearch search = new ProgressiveBitSearch(
                            hardened.network(),
                            read,
                            asRead,
                            subject.deployment().foldBatchNorm(),
                            seen,
                            subject.settings())) {
                return attack(protection.name(), memory, read.space(), search, scored, progress);
            }
        }
    }

    /** Begins with a scheme, if it was not begun before. */
    private void begin(String scheme, String words) throws IOException {
        AttackState.OfScheme before = state.of(scheme).orElse(null);
        if (before == null) {
            state = state.with(new AttackState.OfScheme(scheme, words, List.of(), false));
        } else if (!before.words().equals(words)) {
            throw stored.other("memory under " + scheme, before.words(), words);
        }
    }

    /** The next flip: that which was found before, if there is one. */
    private Optional<WorstFlip> next(String scheme, int made, ProgressiveBitSearch search) throws IOException {
        AttackState.OfScheme before = state.of(scheme).orElseThrow();
        if (made < before.flips().size()) {
            AttackState.Flip flip = before.flips().get(made);
            try {
                return Optional.of(search.make(flip.address(), flip.bit(), flip.slope()));
            } catch (IllegalArgumentException e) {
                throw stored.refused(e);
            }
        }
        Optional<WorstFlip> found = before.nothingLeft() ? Optional.empty() : search.next();
        List<AttackState.Flip> flips = new ArrayList<>(before.flips());
        found.ifPresent(flip -> flips.add(new AttackState.Flip(flip.address(), flip.bit(), flip.slope())));
        state = state.with(new AttackState.OfScheme(scheme, before.words(), flips, found.isEmpty()));
        stored.writeNowAndThen(() -> state);
        return found;
    }

    private OfScheme attack(
            String scheme,
            StoredNetwork memory,
            FaultSpace asRead,
            ProgressiveBitSearch search,
            EvaluationSet scored,
            Progress progress)
            throws IOException {
        int most = subject.settings().flips();
        List<Point> curve = new ArrayList<>(List.of(point(0, search.loss(), memory, scored)));
        List<WorstFlip> made = new ArrayList<>();
        Deque<FaultLog> struck = new ArrayDeque<>();
        End end = isGuess(curve.getLast()) ? End.CHANCE : End.FLIPS;
        while (end == End.FLIPS && made.size() < most) {
            Optional<WorstFlip> flip = next(scheme, made.size(), search);
            if (flip.isEmpty()) {
                end = End.NOTHING_FOUND;
            } else {
                made.add(flip.get());
                int address = inMemory(flip.get().address(), asRead, memory.space());
                struck.push(memory.strike(FaultPattern.flip(address, flip.get().bit())));
                curve.add(point(made.size(), flip.get().loss(), memory, scored));
                end = isGuess(curve.getLast()) ? End.CHANCE : End.FLIPS;
                progress.at(scheme, made.size(), most);
            }
        }
        struck.forEach(FaultLog::close);
        return new OfScheme(
                scheme,
                new EligibleBits(asRead, subject.settings().filter()).count(),
                new Memory(
                        memory.space().sharedBytes(),
                        memory.space().boundBytes(),
                        memory.space().companionBytes()),
                curve,
                made.stream().map(flip -> flip(asRead, flip)).toList(),
                end == End.CHANCE ? made.size() : null,
                end,
                random(memory, asRead, made, curve.getFirst().accuracy(), scored));
    }

    /** The address of a word in the memory that is struck, where codes may have put others before it. */
    private static int inMemory(int address, FaultSpace asRead, FaultSpace memory) {
        Region region = asRead.regionAt(address);
        return memory.region(region.name()).offset() + address - region.offset();
    }

    private boolean isGuess(Point point) {
        return point.accuracy() <= chance() + subject.margin();
    }

    private static Point point(int flips, double loss, StoredNetwork memory, EvaluationSet scored) {
        int correct = scored.correct(memory.inference());
        ReadCounts counts = memory.counts();
        return new Point(
                flips,
                Double.isFinite(loss) ? loss : Double.NaN,
                correct,
                (double) correct / scored.images(),
                Proportion.wilson(correct, scored.images()),
                counts.blocks() > 0 ? counts : null);
    }

    private static Flip flip(FaultSpace space, WorstFlip flip) {
        Region region = space.regionAt(flip.address());
        return new Flip(
                region.name(),
                flip.address() - region.offset(),
                flip.bit(),
                flip.slope(),
                Double.isFinite(flip.loss()) ? flip.loss() : Double.NaN);
    }

    /** At 1, 2, 5, 10, 20, … flips, and at as many as the attacker made. */
    private List<RandomPoint> random(
            StoredNetwork memory, FaultSpace asRead, List<WorstFlip> made, double clean, EvaluationSet scored) {
        List<Integer> bits = made.stream().map(WorstFlip::bit).toList();
        TreeSet<Integer> counts = new TreeSet<>();
        for (int ten = 1; ten < bits.size(); ten *= 10) {
            counts.addAll(List.of(ten, 2 * ten, 5 * ten));
        }
        counts.add(bits.size());
        List<Integer> at =
                subject.draws() == 0 || bits.isEmpty() ? List.of() : List.copyOf(counts.headSet(bits.size(), true));
        double[][] accuracies = new double[at.size()][subject.draws()];
        for (int draw = 0; draw < subject.draws() && !at.isEmpty(); draw++) {
            List<RandomFlips.Flip> drawn =
                    RandomFlips.draw(asRead, subject.settings().filter(), bits, subject.seed(), draw);
            for (int i = 0; i < at.size(); i++) {
                FaultPattern.Builder some = FaultPattern.builder(FaultOperation.FLIP);
                drawn.subList(0, at.get(i))
                        .forEach(flip -> some.add(inMemory(flip.address(), asRead, memory.space()), flip.bit()));
                try (FaultLog _ = memory.strike(some.build())) {
                    accuracies[i][draw] = scored.accuracy(memory.inference());
                }
            }
        }
        List<RandomPoint> points = new ArrayList<>();
        for (int i = 0; i < at.size(); i++) {
            double mean = Arrays.stream(accuracies[i]).average().orElseThrow();
            points.add(new RandomPoint(
                    at.get(i), subject.draws(), mean, Range.ofTrials(clean).ofMean(accuracies[i])));
        }
        return points;
    }
}
