package org.fitact.bench.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.fitact.bench.run.JmhJson;
import org.fitact.cli.output.JsonOutput;
import org.fitact.nn.AtomicFile;
import org.fitact.report.document.Document;
import org.fitact.report.document.Html;
import org.fitact.report.document.Markdown;
import org.openjdk.jmh.results.RunResult;

/** Writes a report and the results behind it. */
public final class ReportFiles {

    private ReportFiles() {}

    /** {@code NAME.tex}: tables in LaTeX. */
    static Path writeLatex(Path folder, String name, String tables) throws IOException {
        Files.createDirectories(folder);
        return put(folder.resolve(name + ".tex"), bytes(tables));
    }

    /** {@code inject.md}, {@code .html}, {@code inject.json} in JMH's format, and {@code campaigns.json}. */
    public static List<Path> write(Path folder, InjectionReport report) throws IOException {
        List<Path> written = new ArrayList<>(write(folder, report.document(), report.runs()));
        Path campaigns = folder.resolve("campaigns.json");
        JsonOutput.save(campaigns, Map.of("provenance", report.provenance(), "campaigns", report.campaigns()));
        written.add(campaigns);
        return written;
    }

    /** {@code decode.md}, {@code .html} and {@code decode.json} in JMH's format. */
    public static List<Path> write(Path folder, DecodeReport report) throws IOException {
        return write(folder, report.document(), report.runs());
    }

    /** {@code peers.md}, {@code .html} and {@code peers.json} in JMH's format, the forks of a cell as one result. */
    public static List<Path> write(Path folder, PeersReport report) throws IOException {
        return write(folder, report.document(), JmhJson.merged(report.runs()));
    }

    /** {@code NAME.md}, {@code .html}, the figures, and {@code NAME.json} in JMH's format. */
    public static List<Path> write(Path folder, Document document, Collection<RunResult> results) throws IOException {
        List<Path> written = new ArrayList<>(write(folder, document));
        Path json = folder.resolve(document.name() + ".json");
        JmhJson.write(json, results);
        written.add(json);
        return written;
    }

    /**
     * {@code NAME.md}, {@code .html}, the figures, and {@code NAME.json}.
     *
     * @param results what it holds, by name
     * @return the files, the JSON last
     */
    public static List<Path> write(Path folder, Document document, Map<String, ?> results) throws IOException {
        List<Path> written = new ArrayList<>(write(folder, document));
        Path json = folder.resolve(document.name() + ".json");
        JsonOutput.save(json, results);
        written.add(json);
        return written;
    }

    /**
     * Writes {@code NAME.md}, {@code NAME.html} and {@code figures/*.png}.
     *
     * @param folder made if missing
     * @return the files, the page last
     */
    public static List<Path> write(Path folder, Document document) throws IOException {
        Files.createDirectories(folder);
        List<Path> written = new ArrayList<>();
        for (Document.Block block : document.blocks()) {
            if (block instanceof Document.Drawing drawing) {
                Path figures = Files.createDirectories(folder.resolve("figures"));
                written.add(put(
                        figures.resolve(drawing.file() + ".png"),
                        drawing.figure().png()));
            }
        }
        written.add(put(folder.resolve(document.name() + ".md"), bytes(Markdown.of(document))));
        written.add(put(folder.resolve(document.name() + ".html"), bytes(Html.of(document))));
        return List.copyOf(written);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Path put(Path file, byte[] content) throws IOException {
        AtomicFile.write(file, content);
        return file;
    }
}
