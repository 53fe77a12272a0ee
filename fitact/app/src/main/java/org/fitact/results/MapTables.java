package org.fitact.results;

import java.util.Locale;
import org.fitact.vulnerability.Tally;

/** The tables of a map for other programs. */
public final class MapTables {

    private MapTables() {}

    /** Every stratum as a line of {@code map.csv}; what faults are not divided by is empty. */
    public static String strata(MapResults map) {
        StringBuilder text = new StringBuilder(
                "layer,kind,bit,bits,population,faults,masked,sdc1,critical,improved,due,share,low,high\n");
        for (MapResults.OfStratum stratum : map.strata()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s,%s,%s,%d,%d,%s,%s,%s,%s\n",
                    stratum.layer() == null ? "" : stratum.layer(),
                    stratum.kind() == null ? "" : stratum.kind(),
                    stratum.bit() == null ? "" : stratum.bit(),
                    stratum.bits(),
                    stratum.population(),
                    cells(stratum.found()),
                    stratum.harmful().share(),
                    stratum.harmful().interval().low(),
                    stratum.harmful().interval().high()));
        }
        return text.toString();
    }

    /** The most harmful faults as {@code campaign --replay} strikes them: each is a trial. */
    public static String worst(MapResults map) {
        StringBuilder text = new StringBuilder("trial,tensor,index,bit,images,masked,sdc1,critical,improved,due\n");
        for (int i = 0; i < map.worst().size(); i++) {
            MapResults.Listed fault = map.worst().get(i);
            text.append(String.format(
                    Locale.ROOT,
                    "%d,%s,%d,%d,%s\n",
                    i,
                    fault.region(),
                    fault.index(),
                    fault.bit(),
                    cells(fault.found())));
        }
        return text.toString();
    }

    private static String cells(Tally found) {
        return String.format(
                Locale.ROOT,
                "%d,%d,%d,%d,%d,%d",
                found.faults(),
                found.masked(),
                found.sdc(),
                found.critical(),
                found.improved(),
                found.due());
    }
}
