package org.fitact.report.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fitact.report.ReportWriter;
import org.fitact.results.ResultsJson;
import org.fitact.results.SchemeResult;
import org.fitact.results.TrialsCsv;
import org.fitact.store.TrialStore;
import org.fitact.study.StudyFolder;
import org.fitact.study.StudyRecord;
import org.fitact.text.Numbers;

/**
 * The report of a campaign as far as it has come, made from its trial store, which is only read, whenever that has changed. Safe
 * for use by several threads.
 */
public final class LiveReport {

    /** After a report so many times of what making it took are left to the campaign. */
    public static final int REST = 9;

    private final Path trials;
    private final int rest;

    private Map<String, Resource> made = Map.of();
    private List<FileTime> state = List.of();
    private long nextNanos;

    /**
     * Reads the campaign of a folder for the first time.
     *
     * @param rest how many times of what making a report takes pass before another is made: its campaign computes on the same cores
     * @throws org.fitact.store.TrialStoreException if there is no campaign, saying what was found
     */
    public LiveReport(StudyFolder study, int rest) throws IOException {
        this.trials = study.trials();
        this.rest = rest;
        make(state());
    }

    /**
     * What there is by address, such as {@code /} for the page.
     *
     * @throws IOException or a {@link org.fitact.store.TrialStoreException} if the trials can no longer be read
     */
    synchronized Map<String, Resource> resources() throws IOException {
        List<FileTime> now = state();
        if (!now.equals(state) && System.nanoTime() - nextNanos >= 0) {
            make(now);
        }
        return made;
    }

    /** A state seen before reading: what is written meanwhile makes another one. */
    private void make(List<FileTime> seen) throws IOException {
        long begin = System.nanoTime();
        try (TrialStore store = TrialStore.open(trials)) {
            StudyRecord record = StudyRecord.read(trials, store);
            List<String> schemes = record.results().schemes().stream()
                    .map(SchemeResult::scheme)
                    .toList();
            made = Map.of(
                    "/",
                    Resource.of("text/html", ReportWriter.livePage(record, progress(record, store.study(), seen))),
                    "/results.json",
                    Resource.of("application/json", ResultsJson.write(record.results())),
                    "/trials.csv",
                    Resource.of("text/csv", TrialsCsv.of(schemes, record.trials())));
        }
        state = seen;
        long end = System.nanoTime();
        nextNanos = end + rest * (end - begin);
    }

    /** When the file of the trials and its journal were last written. */
    private List<FileTime> state() throws IOException {
        List<FileTime> times = new ArrayList<>();
        for (Path file : List.of(trials, trials.resolveSibling(trials.getFileName() + "-wal"))) {
            if (Files.exists(file)) {
                times.add(Files.getLastModifiedTime(file));
            }
        }
        return times;
    }

    private static String progress(StudyRecord record, JsonNode study, List<FileTime> seen) {
        long done = 0;
        for (SchemeResult scheme : record.results().schemes()) {
            for (double rate : record.trials().rates(scheme.scheme())) {
                done += record.trials().outcomes(scheme.scheme(), rate).size();
            }
        }
        long asked = (long) study.path("schemes").size()
                * study.path("rates").size()
                * study.path("stopping").path("maxTrials").asLong();
        Instant last =
                seen.stream().max(FileTime::compareTo).map(FileTime::toInstant).orElse(Instant.EPOCH);
        return Numbers.grouped(done) + " trials" + (asked == 0 ? "" : " of at most " + Numbers.grouped(asked))
                + ", last written "
                + last.truncatedTo(ChronoUnit.SECONDS)
                        .toString()
                        .replace('T', ' ')
                        .replace("Z", " UTC");
    }
}
