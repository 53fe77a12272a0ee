package org.fitact.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.results.MapPlan;
import org.fitact.results.MapResults;
import org.fitact.text.AlignedTable;
import org.fitact.text.Numbers;
import org.fitact.vulnerability.Estimate;

/** What a map says, in sentences and tables for people. */
public final class MapText {

    private static final int DECIMALS = 2;

    private MapText() {}

    /** What will be sampled, before it is: a line for every layer and kind, and one for all. */
    public static String plan(MapPlan plan) {
        Map<String, long[]> sums = new LinkedHashMap<>();
        for (MapPlan.OfStratum stratum : plan.strata()) {
            String name = (stratum.layer() == null ? "all layers" : stratum.layer())
                    + (stratum.kind() == null ? "" : " " + stratum.kind());
            add(sums.computeIfAbsent(name, _ -> new long[5]), stratum);
        }
        long[] all = new long[5];
        plan.strata().forEach(stratum -> add(all, stratum));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "strata", "bits", "faults and images", "fewest", "at most"));
        sums.forEach((name, ofName) -> rows.add(row(name, ofName)));
        rows.add(row("all", all));
        return "pairs of a fault and an image to be looked at, for ± " + Numbers.percent(plan.margin(), 1)
                + " points at " + Numbers.percent(plan.confidence(), 0) + " % in each stratum, "
                + Numbers.counted(plan.images(), "image") + "\n" + AlignedTable.of(1, rows);
    }

    private static void add(long[] sums, MapPlan.OfStratum stratum) {
        sums[0]++;
        sums[1] += stratum.bits();
        sums[2] += stratum.population();
        sums[3] += stratum.fewest();
        sums[4] += stratum.most();
    }

    private static List<String> row(String name, long[] sums) {
        List<String> row = new ArrayList<>(List.of(name));
        Arrays.stream(sums).mapToObj(Numbers::grouped).forEach(row::add);
        return row;
    }

    /** The result, in a sentence. */
    public static String overall(MapResults map) {
        return "Of 100 single bit flips, " + percent(map.overall()) + " change what the network answers to an image; "
                + Numbers.percent(map.confidence(), 0) + " % interval, "
                + Numbers.grouped(map.costs().faults()) + " pairs of a fault and an image, "
                + Numbers.counted(map.images(), "image") + ".";
    }

    private static String percent(Estimate estimate) {
        return Numbers.percent(estimate.share(), DECIMALS) + Numbers.ends(estimate.interval(), DECIMALS);
    }

    /** Failures in time, where they are known. */
    public static String failures(MapResults map) {
        MapResults.Failures failures = map.failures();
        return Numbers.significant(failures.fit()) + " FIT ("
                + Numbers.range(failures.interval(), Numbers::significant) + ") at "
                + Numbers.significant(failures.fitPerMbit()) + " FIT/Mbit, "
                + Numbers.significant(failures.megabits()) + " Mbit.";
    }

    /** What following the faults took. */
    public static String costs(MapResults map) {
        if (map.integers() != null) {
            return Numbers.grouped(map.costs().inferences()) + " inferences in integers, weights of "
                    + map.integers().weights() + " bits, values of "
                    + map.integers().values() + " and accumulators of "
                    + map.integers().accumulators() + ", of their fraction in brackets. "
                    + Numbers.grouped(map.verified())
                    + " faults were also answered by the definition of the arithmetic: all alike.";
        }
        return Numbers.grouped(map.costs().followed()) + " faults were decided by what they change, "
                + Numbers.grouped(map.costs().restarted()) + " of them with their layer computed as a whole; "
                + Numbers.grouped(map.costs().unread()) + " change no number that is read, and "
                + Numbers.grouped(map.costs().inferences()) + " took a full inference. All took "
                + Numbers.significant(map.saving()) + " times fewer multiply-adds than a full inference each. "
                + (map.verified() == 0
                        ? "None was verified by a full inference."
                        : Numbers.grouped(map.verified())
                                + " faults were also answered by full inferences: all alike.");
    }

    /** Layers as rows, under a header. */
    public static List<List<String>> layers(MapResults map) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("layer", "bits", "changed, %", "interval"));
        map.layers()
                .forEach(layer -> rows.add(List.of(
                        layer.layer(),
                        Numbers.grouped(layer.bits()),
                        Numbers.percent(layer.harmful().share(), DECIMALS),
                        Numbers.range(layer.harmful().interval(), end -> Numbers.percent(end, DECIMALS)))));
        return rows;
    }

    /** The first of the most harmful faults as rows, under a header. */
    public static List<List<String>> worst(MapResults map, int most) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("region", "index", "bit", "changed, %", "critical, %"));
        map.worst().stream()
                .limit(most)
                .forEach(fault -> rows.add(List.of(
                        fault.region(),
                        String.valueOf(fault.index()),
                        String.valueOf(fault.bit()),
                        Numbers.percent(
                                (double) fault.found().sdc() / fault.found().faults()),
                        Numbers.percent((double) fault.found().critical()
                                / fault.found().faults()))));
        return rows;
    }

    /** All of it for a terminal, every line ended. */
    public static String terminal(MapResults map) {
        StringBuilder text = new StringBuilder(overall(map)).append('\n');
        if (map.failures() != null) {
            text.append(failures(map)).append('\n');
        }
        if (!map.layers().isEmpty()) {
            text.append(AlignedTable.of(1, layers(map)));
        }
        return text.append(costs(map)).append('\n').toString();
    }
}
