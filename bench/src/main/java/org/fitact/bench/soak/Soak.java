package org.fitact.bench.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.fitact.tensor.random.PhiloxRandom;

/**
 * Runs every phase once in peace; then, in turns until the time is over, with interruptions at random moments, taking it
 * up each time until it is done, and compares.
 */
public final class Soak {

    private static final int INTERRUPTIONS = 8;
    private static final long MOMENTS = 1;
    private static final long SERVER = 2;

    private final Path work;
    private final long seed;
    private final Duration time;
    private final Consumer<String> progress;
    private final Program program;
    private final PhiloxRandom random;
    private int kept;

    /**
     * @param work a folder that is not there, for everything that the runs write; removed if nothing was amiss
     * @param seed of the moments, as shares of what an uninterrupted run takes
     * @param time for the interrupted runs, which begin after the uninterrupted ones
     * @param progress is told what is done
     */
    public Soak(Path work, long seed, Duration time, Consumer<String> progress) {
        this.work = work.toAbsolutePath();
        this.seed = seed;
        this.time = time;
        this.progress = progress;
        this.program = new Program(this.work.resolve("log.txt"), this.work.resolve("tmp"));
        this.random = new PhiloxRandom(seed, MOMENTS);
    }

    /** Runs some stages. No process that it starts outlives this call. */
    public List<PhaseResult> run(Set<Stage> stages) throws IOException, InterruptedException {
        Files.createDirectories(work);
        SampleData data = new SampleData(seed);
        Map<String, byte[]> served = data.cifarFiles();
        List<PhaseResult> results;
        try (UnreliableServer server = new UnreliableServer(served, new PhiloxRandom(seed, SERVER))) {
            progress.accept("one uninterrupted run of everything");
            List<Tally> tallies = new ArrayList<>();
            List<Phase> phases = new Phases(work.resolve("templates"), program).of(stages, data, server, served);
            for (Phase phase : phases) {
                tallies.add(new Tally(phase, reference(phase)));
            }
            interrupt(phases, tallies);
            results = new ArrayList<>(tallies.stream().map(Tally::result).toList());
        }
        int temporary = Folders.files(program.temporary()).size();
        if (temporary > 0) {
            progress.accept("killed runs left " + temporary + " files in the temporary folder");
        }
        if (results.stream().allMatch(PhaseResult::isSame)) {
            Folders.remove(work);
        }
        return results;
    }

    private void interrupt(List<Phase> phases, List<Tally> tallies) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        for (int turn = 1; System.nanoTime() < deadline; turn++) {
            for (int i = 0; i < phases.size() && System.nanoTime() < deadline; i++) {
                round(phases.get(i), tallies.get(i), deadline);
            }
            int kills = tallies.stream().mapToInt(Tally::kills).sum();
            progress.accept("turn " + turn + ": " + kills + " kills so far");
        }
    }

    /** One run of a phase, interrupted until it is done or was interrupted often enough. */
    private void round(Phase phase, Tally tally, long deadline) throws IOException, InterruptedException {
        Path folder = begin(phase, work.resolve("run"));
        long whole = (long) (1000 * tally.result().seconds());
        for (int interruptions = 0; ; interruptions++) {
            boolean again = interruptions < INTERRUPTIONS && System.nanoTime() < deadline;
            Child.End end;
            try (Child child = program.start(phase.next(folder), folder)) {
                end = again ? child.interrupt(Moment.draw(random, whole)) : child.await();
                if (end == Child.End.FINISHED) {
                    finish(phase, tally, folder, child.exitCode());
                    return;
                }
            }
            tally.interrupted(end, folder);
        }
    }

    private void finish(Phase phase, Tally tally, Path folder, int exitCode) throws IOException {
        PhaseResult before = tally.result();
        if (exitCode == 0) {
            tally.finished(Comparison.of(reference(phase.name()), folder));
        } else {
            tally.failed("exit code " + exitCode + ": " + program.lastWords());
        }
        int amiss = tally.result().problems().size() + tally.result().strays().size();
        if (amiss > before.problems().size() + before.strays().size()) {
            Files.move(folder, work.resolve("problem-" + ++kept));
            progress.accept(
                    phase.name() + ": not as after an uninterrupted run, see " + work.resolve("problem-" + kept));
        }
    }

    /** An uninterrupted run; how long it took, s. */
    private double reference(Phase phase) throws IOException, InterruptedException {
        Path folder = begin(phase, reference(phase.name()));
        try (Child child = program.start(phase.start(), folder)) {
            child.await();
            if (child.exitCode() != 0) {
                throw new IOException(phase.name() + " failed, before anything was killed: " + program.lastWords());
            }
            return child.millis() / 1000.0;
        }
    }

    private Path reference(String phase) {
        return work.resolve("references").resolve(phase.replaceAll("[^a-z0-9-]+", "-"));
    }

    private Path begin(Phase phase, Path folder) throws IOException {
        Folders.remove(folder);
        Files.createDirectories(folder);
        if (phase.template().isPresent()) {
            Folders.copy(phase.template().get(), folder);
        }
        return folder;
    }
}
