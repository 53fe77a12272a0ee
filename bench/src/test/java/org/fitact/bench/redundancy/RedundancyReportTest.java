package org.fitact.bench.redundancy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.fitact.bench.report.Overhead;
import org.fitact.bench.report.Provenance;
import org.fitact.bench.report.SomeProvenance;
import org.fitact.nn.graph.pass.Fusion;
import org.fitact.protect.Protection;
import org.fitact.protect.Protections;
import org.fitact.report.document.Markdown;
import org.junit.jupiter.api.Test;

class RedundancyReportTest {

    private static final Provenance PROVENANCE = SomeProvenance.of("bin/fitact bench redundancy");

    /** Every fork 2.5 times: no interval to speak of. */
    @Test
    void saysHowManyTimesAnInferenceTakes() {
        Map<CheckedScheme, Overhead> overheads = new EnumMap<>(CheckedScheme.class);
        for (CheckedScheme scheme : CheckedScheme.values()) {
            if (scheme != CheckedScheme.NONE) {
                overheads.put(scheme, Overhead.of(new double[][] {{2, 4}, {2, 2}}, new double[][] {{5, 10}, {5, 5}}));
            }
        }
        RedundancyReport report = new RedundancyReport(
                List.of(new RedundancyReport.Row("vgg-small", 16, 3.25, overheads)), List.of(), PROVENANCE);
        String text = Markdown.of(report.document());
        assertTrue(text.contains("| vgg-small | 16 | 3.25 | 2.50 (2.50 to 2.50) | 2.50"), text);
    }

    /** A scheme that checks what is computed and is not timed would be missed. */
    @Test
    void everySchemeThatChecksIsTimed() {
        Set<String> checking = Protections.all().stream()
                .filter(scheme -> scheme.observing() != Fusion.ALL)
                .map(Protection::name)
                .collect(Collectors.toCollection(HashSet::new));
        checking.add(Protections.baseline().name());
        assertEquals(
                checking,
                Arrays.stream(CheckedScheme.values())
                        .map(scheme -> scheme.protection().name())
                        .collect(Collectors.toSet()));
        Set<String> counters = Arrays.stream(CheckTimes.class.getMethods())
                .filter(method -> method.getReturnType() == double.class)
                .map(Method::getName)
                .collect(Collectors.toSet());
        assertEquals(
                counters,
                Arrays.stream(CheckedScheme.values())
                        .map(CheckedScheme::counter)
                        .collect(Collectors.toSet()));
    }
}
