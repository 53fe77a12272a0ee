package org.fitact.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fitact.nn.AtomicFile;
import org.fitact.report.document.Html;
import org.fitact.report.drawing.Figure;
import org.fitact.report.training.TrainingCsv;
import org.fitact.results.ResultsJson;
import org.fitact.results.SchemeResult;
import org.fitact.results.TrialsCsv;
import org.fitact.study.StudyRecord;

/** Writes a report into a folder. */
public final class ReportWriter {

    private ReportWriter() {}

    /**
     * Writes {@code results.json}, {@code trials.csv}, {@code training.csv} where the training is known, {@code figures/NAME.png} and {@code report.html}, each beside its place and then
     * moved there. The same record give the same bytes.
     *
     * @param folder created if missing
     * @return the files, the page last
     * @throws IOException if a file cannot be written, naming it
     */
    public static List<Path> write(Path folder, StudyRecord record) throws IOException {
        Path figuresFolder = Files.createDirectories(folder.resolve("figures"));
        ReportFigures figures = ReportFigures.of(record);
        List<Path> written = new ArrayList<>();
        written.add(AtomicFile.write(folder.resolve("results.json"), ResultsJson.write(record.results())));
        written.add(AtomicFile.write(folder.resolve("trials.csv"), TrialsCsv.of(schemes(record), record.trials())));
        if (!record.training().isEmpty()) {
            written.add(AtomicFile.write(folder.resolve("training.csv"), TrainingCsv.of(record.training())));
        }
        for (Figure figure : figures.all()) {
            written.add(AtomicFile.write(figuresFolder.resolve(figure.name() + ".png"), figure.png()));
        }
        written.add(
                AtomicFile.write(folder.resolve("report.html"), Html.of(StudyReport.of(record.results(), figures))));
        return List.copyOf(written);
    }

    /**
     * The page of {@code report.html} for a campaign that goes on: it asks where it came from for a newer one.
     *
     * @param progress how far the campaign is, in plain text
     */
    public static String livePage(StudyRecord record, String progress) {
        return Html.live(StudyReport.of(record.results(), ReportFigures.of(record)), progress);
    }

    private static List<String> schemes(StudyRecord record) {
        return record.results().schemes().stream().map(SchemeResult::scheme).toList();
    }
}
