package org.fitact.nn.onnx.conformance;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What came of all tests, as a page of Markdown. */
final class ConformanceTable {

    private final List<Verdict> verdicts;

    ConformanceTable(List<Verdict> verdicts) {
        this.verdicts = verdicts;
    }

    /** Of the tests that can be posed. */
    long posed() {
        return verdicts.stream().filter(Verdict::posed).count();
    }

    long passed() {
        return count(verdicts, Verdict.Outcome.PASSED);
    }

    private static long count(List<Verdict> verdicts, Verdict.Outcome outcome) {
        return verdicts.stream().filter(verdict -> verdict.outcome() == outcome).count();
    }

    @Override
    public String toString() {
        StringBuilder page = new StringBuilder("""
                # Node tests of the ONNX project

                Of the %d tests of operators of networks for images, %d can be posed; %d of these pass.

                `./mvnw -B -P conformance -pl nn -am verify` (docs/networks.md says what a test is asked).

                | operator | passed | refused | wrong or crashed | cannot be posed |
                |---|---|---|---|---|
                """.formatted(verdicts.size(), posed(), passed()));
        Map<String, List<Verdict>> operators = verdicts.stream()
                .collect(
                        Collectors.groupingBy(verdict -> verdict.test().operator(), TreeMap::new, Collectors.toList()));
        operators.forEach((operator, of) -> page.append("| %s | %d | %d | %d | %d |%n"
                .formatted(
                        operator,
                        count(of, Verdict.Outcome.PASSED),
                        count(of, Verdict.Outcome.REFUSED),
                        of.stream().filter(Verdict::fault).count(),
                        count(of, Verdict.Outcome.NOT_POSED))));
        list(page, "Not passed", verdict -> verdict.posed() && verdict.outcome() != Verdict.Outcome.PASSED);
        list(page, "Cannot be posed", verdict -> !verdict.posed());
        return page.toString();
    }

    private void list(StringBuilder page, String title, Predicate<Verdict> which) {
        page.append("\n## ").append(title).append("\n\n");
        verdicts.stream()
                .filter(which)
                .forEach(verdict -> page.append("- ").append(verdict).append('\n'));
    }
}
