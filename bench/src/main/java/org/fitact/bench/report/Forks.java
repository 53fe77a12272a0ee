package org.fitact.bench.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fitact.bench.InferenceBenchmark;
import org.fitact.bench.run.SchemeTimes;
import org.openjdk.jmh.results.RunResult;

/**
 * What the forks of {@link InferenceBenchmark} gave, by cell, in the order in which the cells were listed.
 *
 * @param <C> what is measured in one fork: a batch size, or a network with it
 */
final class Forks<C> {

    private final Map<C, List<RunResult>> ofCells = new LinkedHashMap<>();

    Forks(Collection<C> cells) {
        cells.forEach(cell -> ofCells.put(cell, new ArrayList<>()));
    }

    Set<C> cells() {
        return ofCells.keySet();
    }

    /** Takes note of one more fork of a cell. */
    void add(C cell, Collection<RunResult> fork) {
        ofCells.get(cell).addAll(fork);
    }

    /** The times of a cell that has run. */
    RuntimeRow row(C cell) {
        return RuntimeRow.of(SchemeTimes.split(ofCells.get(cell)));
    }

    /** The times of all cells. */
    List<RuntimeRow> rows() {
        return cells().stream().map(this::row).toList();
    }

    /** Everything as JMH writes it, one result for each scheme of each cell. */
    List<RunResult> results() {
        return ofCells.values().stream()
                .map(SchemeTimes::split)
                .flatMap(List::stream)
                .toList();
    }
}
