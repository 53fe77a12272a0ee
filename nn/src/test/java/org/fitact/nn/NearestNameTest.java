package org.fitact.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

    private static final List<String> MODELS = List.of("alexnet", "vgg16", "resnet50", "resnet20", "vgg-small");

    @ParameterizedTest
    @CsvSource({
        "'', '', 0",
        "'', abc, 3",
        "abc, '', 3",
        "kitten, sitting, 3",
        "vgg61, vgg16, 1",
        "resent50, resnet50, 1",
        "ca, abc, 3", // 2 in the unrestricted form
        "a cat, an act, 2",
    })
    void distanceIsOptimalStringAlignment(String a, String b, int expected) {
        assertEquals(expected, NearestName.distance(a, b));
        assertEquals(expected, NearestName.distance(b, a));
    }

    @ParameterizedTest
    @CsvSource({"vgg61, vgg16", "VGG16x, vgg16", "resnet, resnet50", "alexnte, alexnet", "vggsmall, vgg-small"})
    void offersWhatWasProbablyMeant(String given, String expected) {
        assertEquals(Optional.of(expected), NearestName.of(given, MODELS));
    }

    @ParameterizedTest
    @CsvSource({"transformer", "''", "x"})
    void offersNothingThatIsFar(String given) {
        assertEquals(Optional.empty(), NearestName.of(given, MODELS));
    }

    @Test
    void errorNamesKindSuggestionAndAllNames() {
        assertEquals(
                "unknown scheme 'fitacct': did you mean 'fitact'? (known: none, fitact)",
                NearestName.unknown("scheme", "fitacct", List.of("none", "fitact"))
                        .getMessage());
        assertEquals(
                "unknown scheme 'zzz' (known: none, fitact)",
                NearestName.unknown("scheme", "zzz", List.of("none", "fitact")).getMessage());
    }
}
