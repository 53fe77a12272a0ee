package org.fitact.bench.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fitact.bench.Scheme;
import org.fitact.bench.run.SchemeTimes;
import org.fitact.bench.run.Score;
import org.fitact.report.document.Document;
import org.fitact.text.Numbers;
import org.openjdk.jmh.results.RunResult;

/**
 * The report of {@code fitact bench decode}.
 *
 * @param rows by code
 * @param inference milliseconds of one inference of one image
 * @param runs behind both
 */
public record DecodeReport(List<Row> rows, double inference, List<RunResult> runs, Provenance provenance) {

    private static final int SELDOM = 100;

    /**
     * One code.
     *
     * @param millis of reading the whole memory
     * @param error half-width of its 95 % interval, relative
     * @param gigabytes that reading moves in a second, words and check bits read and words written
     * @param copied that a copy of the same words moves in a second
     */
    record Row(String code, double millis, double error, double gigabytes, double copied) {}

    /**
     * Of JMH's results.
     *
     * @param decoding of {@link org.fitact.bench.DecodeBenchmark}
     * @param inference of {@link org.fitact.bench.InferenceBenchmark}, of one network and batch
     */
    public DecodeReport(Collection<RunResult> decoding, Collection<RunResult> inference, Provenance provenance) {
        this(
                rows(List.copyOf(decoding)),
                RuntimeRow.of(SchemeTimes.split(inference)).millis().get(Scheme.RELU),
                Stream.concat(decoding.stream(), inference.stream()).toList(),
                provenance);
    }

    private static List<Row> rows(List<RunResult> runs) {
        List<Score> scores = Score.of(runs);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            Score decode = scores.get(i);
            if (decode.method().equals("decode")) {
                int copy = scores.indexOf(Score.find(scores, "copy", Map.of("code", decode.get("code"))));
                rows.add(new Row(
                        decode.get("code"),
                        1000 / decode.value(),
                        decode.error() / decode.value(),
                        gigabytes(runs.get(i)),
                        gigabytes(runs.get(copy))));
            }
        }
        return rows;
    }

    private static double gigabytes(RunResult run) {
        return run.getSecondaryResults().get("gigabytes").getScore();
    }

    Document document() {
        List<Document.Block> blocks = new ArrayList<>();
        blocks.add(new Document.Table(
                List.of(
                        "code",
                        "memory, ms",
                        "decoded, GB/s",
                        "copied, GB/s",
                        "of the copy, %",
                        "of an inference, %",
                        "scrubbed once in " + SELDOM + ", %"),
                1,
                rows.stream().map(this::row).toList()));
        blocks.add(new Document.Text(
                "All words of VGG16 for CIFAR-10 in Q15.16, of which one in 100,000 is struck, with the "
                        + "half-width of the 95 % interval. GB/s: bytes read and written. Of an inference: of that of one image, "
                        + Numbers.significant(inference)
                        + " ms, if the memory is decoded for each; and if it is scrubbed once in " + SELDOM
                        + " inferences, which costs what decoding costs, as next to nothing is written back."));
        blocks.addAll(provenance.section());
        return new Document(
                "decode",
                "What reading a memory through codes costs",
                "The words of a network read through memory codes, beside a copy of them, and beside an inference.",
                blocks);
    }

    private List<String> row(Row row) {
        double share = 100 * row.millis / inference;
        return List.of(
                row.code,
                Numbers.measured(row.millis, row.millis * row.error),
                Numbers.significant(row.gigabytes),
                Numbers.significant(row.copied),
                Numbers.significant(100 * row.gigabytes / row.copied),
                Numbers.significant(share),
                Numbers.significant(share / SELDOM));
    }
}
