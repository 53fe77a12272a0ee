package org.fitact.cli.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberRangeTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [1, 100]    | 1 to 100                        | 1    | 0.999
            [1, 100]    | 1 to 100                        | 100  | 100.1
            (0, 1)      | more than 0 and less than 1     | 1e-9 | 0
            (0, 1)      | more than 0 and less than 1     | 0.99 | 1
            [0, 1)      | at least 0 and less than 1      | 0    | 1
            (0, 1e6]    | more than 0 and at most 1000000 | 1e6  | NaN
            [-2, inf)   | at least -2                     | 1e308 | Infinity
            (-inf, 0.5] | at most 0.5                     | -1e9 | -Infinity
            (-inf, inf) | any                             | -1   | NaN
            """)
    void whatIsInsideAndWhatIsNot(String text, String words, double inside, double outside) {
        NumberRange range = NumberRange.parse(text);
        assertTrue(range.contains(inside));
        assertFalse(range.contains(outside));
        assertEquals(words, range.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "[1]", "[2, 1]", "(1, 1)", "[1, inf]", "[-inf, 1]", "[a, b]", "1, 2"})
    void whatIsNoInterval(String text) {
        assertThrows(IllegalArgumentException.class, () -> NumberRange.parse(text));
    }
}
