package org.fitact.bench.report;

/**
 * What is known here of Table I of the paper (Ghavami et al., 2021): the ranges that it spans over its six rows. Its
 * single cells are not at hand and are not guessed.
 */
final class PaperTable1 {

    /** Runtime overhead of FitAct over the six rows, %. */
    static final String RUNTIME = "4.54 to 11.11";

    /** ResNet50's memory overhead, %: the one row whose number is known here. */
    private static final double RESNET50 = 5.3;

    private static final double LOWEST = 0.6;
    private static final double HIGHEST = 5.4;

    /** Memory overhead of FitAct over the six rows, %. */
    static final String MEMORY = LOWEST + " to " + HIGHEST;

    private static final String NOTE =
            "The columns \"paper\" give the range that Table I of the paper spans over its six "
                    + "rows, in %: which row has which number is not known here, but for ResNet50's memory overhead of "
                    + "5.3.";

    private PaperTable1() {}

    /** The memory overhead of a row as far as it is known, %. */
    static String memory(String model) {
        return model.equals("resnet50") ? Double.toString(RESNET50) : MEMORY;
    }

    /**
     * Whether a memory overhead is below the paper's for its row: where only the range is known, below its low end is
     * below any row of it, and above its high end above any.
     *
     * @param percent 5.3 is 5.3 %
     */
    static Verdict judge(String model, double percent) {
        boolean known = model.equals("resnet50");
        if (percent < (known ? RESNET50 : LOWEST)) {
            return Verdict.BELOW;
        }
        return percent >= (known ? RESNET50 : HIGHEST) ? Verdict.NOT_BELOW : Verdict.WITHIN_RANGE;
    }

    /** How an overhead stands beside the paper's. */
    enum Verdict {
        BELOW,
        WITHIN_RANGE,
        NOT_BELOW
    }

    static String note() {
        return NOTE;
    }
}
