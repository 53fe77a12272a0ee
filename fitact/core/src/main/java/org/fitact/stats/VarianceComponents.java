package org.fitact.stats;

/**
 * Where the variance of a single prediction's correctness comes from, in a crossed design: R trials (sets of flips),
 * each on the same N images, y(t, i) = μ + T(t) + I(i) + e(t, i).
 *
 * @param trial σ²_T, variance between trials: some flips hurt more than others
 * @param image σ²_I, variance between images: some images are harder than others
 * @param residual σ²_e, the rest: these flips hurt this image
 */
public record VarianceComponents(double trial, double image, double residual) {

    /** @throws IllegalArgumentException if a component is negative or not finite */
    public VarianceComponents {
        if (!(trial >= 0 && image >= 0 && residual >= 0 && trial + image + residual < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("variance components must be finite and not negative, found trial "
                    + trial + ", image " + image + ", residual " + residual);
        }
    }

    /**
     * Estimates by the analysis of variance of a two-way random design without replication: with the mean squares
     * MS_T = N Σ(ȳ_t − ȳ)² / (R − 1), MS_I = R Σ(ȳ_i − ȳ)² / (N − 1) and MS_e of the residuals ((R − 1)(N − 1) degrees
     * of freedom), σ²_e = MS_e, σ²_T = max(0, (MS_T − MS_e) / N), σ²_I = max(0, (MS_I − MS_e) / R).
     *
     * <p>Source: S. R. Searle, G. Casella, C. E. McCulloch, "Variance Components" (1992), section 4.3.
     *
     * @param correct [trials][images], whether the prediction was right; at least 2 × 2; not modified
     * @throws IllegalArgumentException if it is smaller, or its rows differ in length
     */
    public static VarianceComponents of(boolean[][] correct) {
        int trials = correct.length;
        int images = trials == 0 ? 0 : correct[0].length;
        if (trials < 2 || images < 2) {
            throw new IllegalArgumentException(
                    "a pilot needs at least 2 trials and 2 images, found " + trials + " and " + images);
        }
        double[] byTrial = new double[trials];
        double[] byImage = new double[images];
        double all = addUp(correct, byTrial, byImage);
        double mean = all / ((double) trials * images);
        double trialSquares = images * squares(byTrial, images, mean);
        double imageSquares = trials * squares(byImage, trials, mean);
        double totalSquares = all * (1 - mean);
        double residualSquares = Math.max(0, totalSquares - trialSquares - imageSquares);
        double residual = residualSquares / ((trials - 1.0) * (images - 1.0));
        return new VarianceComponents(
                Math.max(0, (trialSquares / (trials - 1) - residual) / images),
                Math.max(0, (imageSquares / (images - 1) - residual) / trials),
                residual);
    }

    /**
     * Variance of the mean accuracy over fresh trials and images, σ²_T/R + (1 − N/M) σ²_I/N + σ²_e/(RN).
     *
     * @param trials R
     * @param images N
     * @param population M, the images the accuracy is about; with all of them (N = M) they add no variance
     */
    public double ofMean(int trials, int images, int population) {
        double perTrial = trial + residual / images;
        return perTrial / trials + (1 - (double) images / population) * image / images;
    }

    private static double addUp(boolean[][] correct, double[] byTrial, double[] byImage) {
        double all = 0;
        for (int t = 0; t < byTrial.length; t++) {
            if (correct[t].length != byImage.length) {
                throw new IllegalArgumentException("trial " + t + " of the pilot has " + correct[t].length
                        + " images, expected " + byImage.length + " as in trial 0");
            }
            for (int i = 0; i < byImage.length; i++) {
                int one = correct[t][i] ? 1 : 0;
                byTrial[t] += one;
                byImage[i] += one;
                all += one;
            }
        }
        return all;
    }

    private static double squares(double[] sums, int count, double mean) {
        double squares = 0;
        for (double sum : sums) {
            double deviation = sum / count - mean;
            squares += deviation * deviation;
        }
        return squares;
    }
}
