package org.fitact.bench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.fitact.bench.run.JmhJson;
import org.fitact.cli.output.JsonOutput;
import org.fitact.report.document.Document;
import org.openjdk.jmh.results.RunResult;

/** Writes a report and the results behind it. */
public final class ReportFiles {

    private ReportFiles() {}

    /** {@code fitrelu.md}, {@code .html}, the figure and {@code fitrelu.json} in JMH's format. */
    public static List<Path> write(Path folder, ActivationReport report, Collection<RunResult> results)
            throws IOException {
        return write(folder, report.document(), results);
    }

    /** {@code inject.md}, {@code .html}, {@code inject.json} in JMH's format, and {@code campaigns.json}. */
    public static List<Path> write(Path folder, InjectionReport report) throws IOException {
        List<Path> written = new ArrayList<>(write(folder, report.document(), report.runs()));
        Path campaigns = folder.resolve("campaigns.json");
        JsonOutput.save(campaigns, Map.of("provenance", report.provenance(), "campaigns", report.campaigns()));
        written.add(campaigns);
        return written;
    }

    /** {@code peers.md}, {@code .html} and {@code peers.json} in JMH's format, the forks of a cell as one result. */
    public static List<Path> write(Path folder, PeersReport report) throws IOException {
        return write(folder, report.document(), JmhJson.merged(report.runs()));
    }

    static List<Path> write(Path folder, Document document, Collection<RunResult> results) throws IOException {
        List<Path> written = new ArrayList<>(Reports.write(folder, document));
        Path json = folder.resolve(document.name() + ".json");
        JmhJson.write(json, results);
        written.add(json);
        return written;
    }
}
