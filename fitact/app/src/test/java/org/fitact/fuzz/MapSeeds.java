package org.fitact.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.FaultSpace;
import org.fitact.fault.ParameterKind;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.vulnerability.Division;
import org.fitact.vulnerability.HarmfulFault;
import org.fitact.vulnerability.MapState;
import org.fitact.vulnerability.MapState.Stage;
import org.fitact.vulnerability.Strata;
import org.fitact.vulnerability.Tally;
import org.fitact.vulnerability.TraceCosts;

/** Valid files of maps. */
final class MapSeeds {

    static final int IMAGES = 3;

    private MapSeeds() {}

    /** The part of a map that other commands read. */
    static byte[] map() {
        return """
                {"scheme":"none","by":["layer","bit"],"regions":[{"region":"a.weight","layer":"a","kind":"weight",\
                "part":"number","words":20,"bytes":80,"harm":12.5},{"region":"a.bias","layer":"a","kind":"bias",\
                "part":"number","words":5,"bytes":20,"harm":0.0}],"saving":17.25}""".getBytes(StandardCharsets.UTF_8);
    }

    /** A layer of a weight and a bias, by layer and bit. */
    static Strata strata() {
        FaultSpace space = FaultSpace.builder(FixedPoint.DEFAULT)
                .add("a", "a.weight", ParameterKind.WEIGHT, 20)
                .add("a", "a.bias", ParameterKind.BIAS, 5)
                .build();
        return new Strata(space, FaultFilter.ALL, Set.of(Division.LAYER), IMAGES, 1);
    }

    /** In the middle of a round. */
    static MapState state() {
        return new MapState(
                1,
                Stage.SAMPLING,
                List.of(30L),
                List.of(40L),
                List.of(0, 2),
                List.of(new Tally(50, 20, 10, 4, 5, 1)),
                List.of(List.of(new HarmfulFault(3, 24, 31), new HarmfulFault(7, 0, 30))),
                List.of(new HarmfulFault(3, 24, 31)),
                Collections.nCopies(1, new Tally(3, 0, 2, 1, 1, 0)),
                new TraceCosts(50, 0, 45, 3, 5, 100_000, 2_000),
                0);
    }
}
