package org.fitact.tensor.fixedpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApFixedTest {

    private static double assigned(String type, double value) {
        FixedType fixed = ApFixed.parse(type);
        Wide wide = new Wide();
        int fraction = wide.set(value);
        return fixed.format().value(wide.toWord(fraction, fixed, 0));
    }

    /** AMD, Vitis High-Level Synthesis User Guide (UG1399), Quantization Modes, Overflow Modes, Identifier Summary: its examples. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "ap_fixed<3, 2, AP_RND, AP_SAT>;          1.25;  1.5",
                "ap_fixed<3, 2, AP_RND, AP_SAT>;         -1.25; -1.0",
                "ap_fixed<3, 2, AP_RND_ZERO, AP_SAT>;     1.25;  1.0",
                "ap_fixed<3, 2, AP_RND_ZERO, AP_SAT>;    -1.25; -1.0",
                "ap_fixed<3, 2, AP_RND_MIN_INF, AP_SAT>;  1.25;  1.0",
                "ap_fixed<3, 2, AP_RND_MIN_INF, AP_SAT>; -1.25; -1.5",
                "ap_fixed<3, 2, AP_RND_INF, AP_SAT>;      1.25;  1.5",
                "ap_fixed<3, 2, AP_RND_INF, AP_SAT>;     -1.25; -1.5",
                "ap_fixed<5, 3, AP_RND_CONV>;          1.59375;  1.5",
                "ap_fixed<5, 3, AP_RND_CONV>;            1.625;  1.5",
                "ap_fixed<5, 3, AP_RND_CONV>;            1.375;  1.5",
                "ap_fixed<5, 3, AP_RND_CONV>;          1.65625;  1.75",
                "ap_fixed<3, 2, AP_TRN, AP_SAT>;          1.25;  1.0",
                "ap_fixed<3, 2, AP_TRN, AP_SAT>;         -1.25; -1.5",
                "ap_fixed<3, 2, AP_TRN_ZERO, AP_SAT>;     1.25;  1.0",
                "ap_fixed<3, 2, AP_TRN_ZERO, AP_SAT>;    -1.25; -1.0",
                "ap_fixed<4, 4, AP_RND, AP_SAT>;          19.0;  7.0",
                "ap_fixed<4, 4, AP_RND, AP_SAT>;         -19.0; -8.0",
                "ap_ufixed<4, 4, AP_RND, AP_SAT>;         19.0; 15.0",
                "ap_ufixed<4, 4, AP_RND, AP_SAT>;        -19.0;  0.0",
                "ap_fixed<4, 4, AP_RND, AP_SAT_ZERO>;     19.0;  0.0",
                "ap_fixed<4, 4, AP_RND, AP_SAT_ZERO>;    -19.0;  0.0",
                "ap_ufixed<4, 4, AP_RND, AP_SAT_ZERO>;    19.0;  0.0",
                "ap_ufixed<4, 4, AP_RND, AP_SAT_ZERO>;   -19.0;  0.0",
                "ap_fixed<4, 4, AP_RND, AP_SAT_SYM>;      19.0;  7.0",
                "ap_fixed<4, 4, AP_RND, AP_SAT_SYM>;     -19.0; -7.0",
                "ap_ufixed<4, 4, AP_RND, AP_SAT_SYM>;     19.0; 15.0",
                "ap_ufixed<4, 4, AP_RND, AP_SAT_SYM>;    -19.0;  0.0",
                "ap_fixed<4, 4, AP_RND, AP_WRAP>;         31.0; -1.0",
                "ap_fixed<4, 4, AP_RND, AP_WRAP>;        -19.0; -3.0",
                "ap_ufixed<4, 4, AP_RND, AP_WRAP>;        19.0;  3.0",
                "ap_ufixed<4, 4, AP_RND, AP_WRAP>;       -19.0; 13.0",
                "ap_fixed<2, 0>;                          -0.5; -0.5",
                "ap_ufixed<1, 0>;                          0.5;  0.5",
                "ap_ufixed<1, -1>;                        0.25;  0.25",
                "ap_fixed<18, 6, AP_RND>;                  1.5;  1.5",
                "ap_fixed<18, 6, AP_RND>;                 -1.5; -1.5",
            })
    void theVendorsExamplesHoldHere(String type, double value, double yields) {
        assertEquals(yields, assigned(type, value) + 0.0);
    }

    /** The least word of a symmetric range is beyond it, as the vendor's header has it. */
    @Test
    void symmetricSaturationHasNoLeastWord() {
        assertEquals(-7, assigned("ap_fixed<4,4,AP_TRN,AP_SAT_SYM>", -8));
        assertEquals(-8, assigned("ap_fixed<4,4,AP_TRN,AP_SAT>", -8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "ap_fixed<16,6>;              ap_fixed<16,6,AP_TRN,AP_WRAP>",
                " AP_FIXED < 16 , 6 , RND >;  ap_fixed<16,6,AP_RND,AP_WRAP>",
                "fixed<16,6,RND_CONV,SAT>;    ap_fixed<16,6,AP_RND_CONV,AP_SAT>",
                "ufixed<8,0,TRN_ZERO>;        ap_ufixed<8,0,AP_TRN_ZERO,AP_WRAP>",
                "ap_int<8>;                   ap_fixed<8,8,AP_TRN,AP_WRAP>",
                "uint<5>;                     ap_ufixed<5,5,AP_TRN,AP_WRAP>",
                "ap_fixed<8,-3,STOCHASTIC,ERROR>; ap_fixed<8,-3,STOCHASTIC,ERROR>",
                "ap_fixed<8,20,CEILING,SAT>;  ap_fixed<8,20,CEILING,AP_SAT>",
            })
    void readsBothDialects(String text, String written) {
        assertEquals(written, ApFixed.parse(text).toString());
    }

    @Test
    void everyTypeIsReadAsItIsWritten() {
        for (Rounding rounding : Rounding.values()) {
            for (Overflow overflow : Overflow.values()) {
                FixedType type = new FixedType(new Format(11, 3, false), rounding, overflow);
                assertEquals(type, ApFixed.parse(type.toString()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Q7.8",
                "ap_fixed",
                "ap_fixed<16>",
                "ap_fixed<16,6,AP_RND,AP_SAT,1>",
                "ap_fixed<16,6,AP_WRAP>",
                "ap_fixed<16,6,AP_RND,AP_WRAP_SM>",
                "ap_fixed<16.5,6>",
                "ap_int<8,2>",
                "ap_fixed<65,6>",
                "ap_ufixed<64,6>",
                "ap_fixed<0,0>",
            })
    void refusesWhatIsNone(String text) {
        var error = assertThrows(IllegalArgumentException.class, () -> ApFixed.parse(text));
        assertTrue(error.getMessage().contains("expected"), error.getMessage());
    }
}
