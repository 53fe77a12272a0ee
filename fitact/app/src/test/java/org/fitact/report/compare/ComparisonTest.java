package org.fitact.report.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fitact.InProcess;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialOutcome;
import org.fitact.results.PairResult;
import org.fitact.store.TrialStore;
import org.fitact.study.StudyFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {

    private static final List<String> SCHEMES = List.of("none", "fitact");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private final InProcess program = new InProcess();

    /** A study of two schemes at two rates; trial t of fitact is right on {@code better} images more than that of none. */
    private Path study(String name, String format, long seed, int better) throws IOException {
        ObjectNode study = JSON.createObjectNode().put("model", "<b>lenet5").put("dataset", "digits");
        study.put("parameters", 10).put("bounds", 10);
        study.set("schemes", JSON.valueToTree(SCHEMES));
        ObjectNode conditions = study.putObject("conditions").put("seed", seed);
        conditions.putObject("deployment").put("arithmetic", format);
        conditions.put("backend", name);
        conditions.putObject("images").put("trial", "these").put("withoutFaults", name);
        Path path = Files.createDirectories(folder.resolve(name));
        try (TrialStore store = TrialStore.openOrCreate(new StudyFolder(path).trials(), study)) {
            for (String scheme : SCHEMES) {
                store.put(TrialKey.faultFree(scheme), new TrialOutcome(0, 90, 100, 0.1));
                for (double rate : new double[] {1e-6, 1e-5}) {
                    for (int trial = 0; trial < 40; trial++) {
                        int correct = 40 + trial % 5 + (scheme.equals("fitact") ? better + trial % 3 : 0);
                        store.put(new TrialKey(scheme, rate, trial), new TrialOutcome(10, correct, 100, 0.1));
                    }
                }
            }
        }
        return path;
    }

    @Test
    void thoseThatMetTheSameFaultsArePaired() throws IOException {
        StudyComparison comparison = StudyComparison.of(ComparedStudy.read(
                List.of(study("a", "bfloat16", 1, 20), study("b", "bfloat16", 1, 43), study("c", "float16", 1, 30))));
        List<StudyComparison.Pairs> pairs = comparison.pairs();
        assertEquals(
                List.of("none", "fitact"),
                pairs.stream().map(StudyComparison.Pairs::scheme).toList());
        PairResult fitact = pairs.getLast().differences().getLast();
        assertEquals("fitact in b", fitact.a());
        assertEquals("fitact in a", fitact.b());
        assertEquals(1e-5, fitact.rate());
        assertEquals(0.23, fitact.meanDifference(), 1e-12);
        assertEquals(0, pairs.getFirst().differences().getFirst().meanDifference());
        List<String> findings = ComparisonReport.findings(comparison);
        assertTrue(
                findings.getFirst()
                        .startsWith(
                                "At a bit error rate of 10⁻⁵, the highest that all studies have, fitact in b keeps"),
                findings.getFirst());
        assertEquals(
                "Of 4 paired differences between studies on identical faults 2 have an interval that excludes zero.",
                findings.get(1));
        assertEquals(
                "c and a did not meet the same faults, so their trials are not paired: conditions.deployment.arithmetic is "
                        + "\"float16\" and \"bfloat16\".",
                findings.get(2));
        assertEquals(4, findings.size());
    }

    @Test
    void otherSeedsAndUnknownConditionsAreOtherFaults() throws IOException {
        Path a = study("a", "bfloat16", 1, 20);
        assertEquals(
                List.of(),
                StudyComparison.of(ComparedStudy.read(List.of(a, study("b", "bfloat16", 2, 20))))
                        .pairs());
        ComparedStudy known = ComparedStudy.read(List.of(a)).getFirst();
        ObjectNode earlier = known.definition().deepCopy();
        earlier.remove("conditions");
        ComparedStudy unknown = new ComparedStudy("old", known.record(), earlier);
        assertTrue(unknown.apart(new ComparedStudy("older", known.record(), earlier))
                .isPresent());
        assertEquals("–", unknown.format());
    }

    @Test
    void thePageIsWrittenAndEscaped() throws IOException {
        Path a = study("a", "bfloat16", 1, 20);
        Path b = study("b", "bfloat16", 1, 30);
        Path to = folder.resolve("to");
        assertEquals(0, program.fitact("compare", a, b, "--out", to), program::err);
        assertTrue(program.out().contains("report: " + to.resolve("comparison.html")), program.out());
        String page = Files.readString(to.resolve("comparison.html"));
        assertTrue(page.contains("&lt;b&gt;lenet5") && !page.contains("<b>lenet5"), "a name that is not escaped");
        assertTrue(page.contains("fitact in b</span><br><small>against</small>"), "no pairs");
        List<String> csv = Files.readAllLines(to.resolve("comparison.csv"));
        assertEquals("study,network,dataset,format,scheme,rate,trials,mean,low,high", csv.getFirst());
        assertEquals("a,<b>lenet5,digits,bfloat16,none,0,1,0.9,,", csv.get(1));
        assertEquals(13, csv.size());
        List<byte[]> first = files(to);
        assertEquals(0, program.fitact("compare", a, b, "--out", to, "--json"), program::err);
        assertEquals(
                "fitact in b",
                JSON.readTree(program.out()).at("/pairs/1/differences/0/a").textValue());
        List<byte[]> second = files(to);
        for (int i = 0; i < first.size(); i++) {
            assertArrayEquals(first.get(i), second.get(i));
        }
    }

    private static List<byte[]> files(Path folder) throws IOException {
        List<byte[]> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder).filter(Files::isRegularFile).sorted()) {
            for (Path file : all.toList()) {
                files.add(Files.readAllBytes(file));
            }
        }
        assertEquals(3, files.size());
        return files;
    }

    @Test
    void whatCannotBeComparedIsOneLine() throws IOException {
        Path a = study("a", "bfloat16", 1, 20);
        for (List<Object> args : List.<List<Object>>of(
                List.of("compare", a),
                List.of("compare", a, folder.resolve("a/../a")),
                List.of("compare", a, folder.resolve("nothing")))) {
            assertFalse(program.fitact(args.toArray()) == 0, args.toString());
            assertEquals("", program.out());
            assertTrue(program.err().lines().findFirst().orElseThrow().length() > 20, program.err());
            assertFalse(program.err().contains("Exception"), program.err());
        }
        assertFalse(Files.exists(Path.of("comparison")));
    }
}
