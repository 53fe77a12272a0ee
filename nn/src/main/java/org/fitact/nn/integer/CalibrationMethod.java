package org.fitact.nn.integer;

/** Where the range of a value ends, of which some images are known. */
public sealed interface CalibrationMethod {

    /** At its largest magnitude. */
    record Maximum() implements CalibrationMethod {}

    /**
     * Where all but a share of the numbers are held; a range doubles from one binary point to the next.
     *
     * @param share of the numbers that are held, more than 0, at most 1
     */
    record Percentile(double share) implements CalibrationMethod {

        public Percentile {
            if (!(share > 0 && share <= 1)) {
                throw new IllegalArgumentException("a share of " + share + ", expected more than 0 and at most 1");
            }
        }
    }

    /** Where the squared error is least, of what is cut at the ends and what is lost by rounding. */
    record LeastSquares() implements CalibrationMethod {}
}
