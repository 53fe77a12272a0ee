package org.fitact.study.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.FaultSpace;
import org.fitact.fault.ParameterKind;
import org.fitact.identity.Identity;
import org.fitact.nn.InvalidFileException;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.vulnerability.Division;
import org.fitact.vulnerability.HarmfulFault;
import org.fitact.vulnerability.MapState;
import org.fitact.vulnerability.MapState.Stage;
import org.fitact.vulnerability.Strata;
import org.fitact.vulnerability.Tally;
import org.fitact.vulnerability.TraceCosts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MapStateFileTest {

    private static final int IMAGES = 10;

    @TempDir
    private Path folder;

    private MapStateFile file() {
        return new MapStateFile(
                folder.resolve("state.json"), Identity.of("map").with("seed", 1).build());
    }

    private static Strata strata(int layers) {
        FaultSpace.Builder space = FaultSpace.builder(FixedPoint.DEFAULT);
        for (int l = 0; l < layers; l++) {
            space.add("l" + l, "l" + l + ".weight", ParameterKind.WEIGHT, 1000);
        }
        return new Strata(space.build(), FaultFilter.ALL, Set.of(Division.LAYER, Division.BIT), IMAGES, 1);
    }

    private static MapState state(int strata, int candidates) {
        List<HarmfulFault> some = LongStream.range(0, 8)
                .mapToObj(place -> new HarmfulFault(100_000_000 + place, 100_000, 17))
                .toList();
        List<HarmfulFault> worst = IntStream.range(0, candidates)
                .mapToObj(_ -> new HarmfulFault(9000, 100_000, 17))
                .toList();
        return new MapState(
                4,
                Stage.LISTING,
                Collections.nCopies(strata, 9000L),
                List.of(),
                IntStream.range(0, IMAGES).boxed().toList(),
                Collections.nCopies(strata, new Tally(9000, 4000, 3000, 2000, 1000, 10)),
                Collections.nCopies(strata, some),
                worst,
                Collections.nCopies(candidates, new Tally(10, 1, 5, 3, 2, 1)),
                new TraceCosts(1_000_000, 1, 2, 3, 4, 5, 6),
                0);
    }

    /** The limits of a state are such that no map is too large to be gone on with. */
    @Test
    void theLargestIsReadAgain() throws IOException {
        Strata strata = strata(156);
        MapState state = state(strata.all().size(), 20_000);
        file().write(state);
        assertEquals(state, file().read(strata, IMAGES));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"faults\":9000   | \"faults\":99000000  | a tally of 99000000 faults",
                "\"faults\":9000   | \"faults\":10        | expected parts of them",
                "\"sdc\":3000      | \"sdc\":1.5          | state.tallies[0].sdc",
                "\"masked\":4000   | \"masked\":-1        | expected parts of them",
                "\"address\":100000| \"address\":1e3      | state.harmful[0][0].address",
                "\"address\":100000| \"address\":2000000  | at address 2000000",
                "\"bit\":17        | \"bit\":33           | bit 33",
                "\"places\":[9000  | \"places\":[99000000 | goes on with 0 faults at place 99000000",
                "\"places\":[9000  | \"places\":[null     | state.places[0]",
                "\"counts\":[]     | \"counts\":[1]       | 1 counts",
                "\"done\":[0       | \"done\":[1          | images are done that are not there, or twice",
                "\"done\":[0       | \"done\":[10         | images are done that are not there, or twice",
                "\"stage\":\"LISTING\" | \"stage\":\"DONE\" | state.stage",
                "\"round\":4       | \"round\":-4         | round -4",
                "\"multiplyAdds\":5| \"multiplyAdds\":-5  | less than nothing",
                "\"state\":{       | \"state\":7,\"x\":{  | state is 7",
                "\"seed\":1        | \"seed\":2           | the map's seed is 2, expected 1"
            })
    void whatCannotBeIsRefusedInOneLine(String part, String other, String message) throws IOException {
        Strata strata = strata(156);
        file().write(state(strata.all().size(), 2));
        Path path = folder.resolve("state.json");
        String text = Files.readString(path);
        assertTrue(text.contains(part), part);
        Files.writeString(path, text.replaceFirst(Pattern.quote(part), Matcher.quoteReplacement(other)));
        InvalidFileException refused = assertThrows(InvalidFileException.class, () -> file().read(strata, IMAGES));
        assertTrue(refused.getMessage().startsWith(path + ": "), refused.getMessage());
        assertTrue(refused.getMessage().contains(message), refused.getMessage());
        assertEquals(1, refused.getMessage().lines().count());
    }

    @Test
    void anotherNumberOfStrataIsRefused() throws IOException {
        file().write(state(32, 2));
        InvalidFileException refused = assertThrows(InvalidFileException.class, () -> file().read(strata(156), IMAGES));
        assertTrue(refused.getMessage().contains("32 strata, expected 4992"), refused.getMessage());
    }
}
