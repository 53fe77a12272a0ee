package org.fitact.bench.report;

/**
 * What is known here of Table I of the paper (Ghavami et al., 2021): the ranges that it spans over its six rows. Its
 * single cells are not at hand and are not guessed.
 */
final class PaperTable1 {

    /** Runtime overhead of FitAct over the six rows, %. */
    static final String RUNTIME = "4.54 to 11.11";

    /** Memory overhead of FitAct over the six rows, %. */
    static final String MEMORY = "0.6 to 5.4";

    private static final String NOTE =
            "The columns \"paper\" give the range that Table I of the paper spans over its six "
                    + "rows, in %: which row has which number is not known here, but for ResNet50's memory overhead of "
                    + "5.3.";

    private PaperTable1() {}

    /** The memory overhead of a row as far as it is known, %. */
    static String memory(String model) {
        return model.equals("resnet50") ? "5.3" : MEMORY;
    }

    static String note() {
        return NOTE;
    }
}
