package org.fitact.nn.onnx.conformance;

/**
 * What came of a test.
 *
 * @param reason empty where it passed
 */
record Verdict(NodeTest test, Outcome outcome, String reason) {

    private static final int LONGEST_REASON = 200;

    Verdict {
        reason = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) + "…" : reason;
    }

    enum Outcome {
        PASSED,
        /** Refused by the importer, or by the export of what it read. */
        REFUSED,
        /** The test is not one for a network of images. */
        NOT_POSED,
        /** Other numbers than the test expects. */
        WRONG,
        CRASHED
    }

    Verdict(NodeTest test, Outcome outcome) {
        this(test, outcome, "");
    }

    boolean posed() {
        return outcome != Outcome.NOT_POSED;
    }

    /** Whether something is broken, rather than missing. */
    boolean fault() {
        return outcome == Outcome.WRONG || outcome == Outcome.CRASHED;
    }

    @Override
    public String toString() {
        return test.name() + ": " + outcome + (reason.isEmpty() ? "" : ", " + reason);
    }
}
