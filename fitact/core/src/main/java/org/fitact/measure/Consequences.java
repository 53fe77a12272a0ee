package org.fitact.measure;

/**
 * What faults did to the answers of a network, in numbers of images; the reference is the same network without faults.
 *
 * <p>Source of SDC-1 and SDC-5: G. Li et al., "Understanding Error Propagation in Deep Learning Neural Network (DNN)
 * Accelerators and Applications", SC 2017, section 4.2.
 *
 * @param sdc1 silent data corruption: another first class than without faults
 * @param sdc5 a first class that is not among the five first without faults; 0 where there are at most five classes
 * @param critical right without faults, wrong with them
 * @param improved wrong without faults, right with them
 * @param due detected uncorrectable errors: a logit is NaN or infinite
 * @param masked all logits are the same to the bit
 * @param meanConfidenceChange of the softmax of the class that is first without faults: mean over the images, −1..1
 * @param worstConfidenceChange its smallest, −1..1
 */
public record Consequences(
        int sdc1,
        int sdc5,
        int critical,
        int improved,
        int due,
        int masked,
        double meanConfidenceChange,
        double worstConfidenceChange) {

    private static final int FIRST = 5;

    /** @throws IllegalArgumentException if a number contradicts another, or a change is none of a probability */
    public Consequences {
        boolean counts = sdc5 >= 0 && sdc5 <= sdc1 && critical >= 0 && improved >= 0 && due >= 0 && masked >= 0;
        boolean changes = meanConfidenceChange >= -1 && meanConfidenceChange <= 1 && worstConfidenceChange >= -1;
        if (!counts || critical + improved > sdc1 || !changes || worstConfidenceChange > meanConfidenceChange) {
            throw new IllegalArgumentException("consequences need 0 <= sdc5 <= sdc1, critical + improved <= sdc1, no "
                    + "number below 0 and -1 <= worst <= mean change <= 1, found sdc1 " + sdc1 + ", sdc5 " + sdc5
                    + ", critical " + critical + ", improved " + improved + ", due " + due + ", masked " + masked
                    + ", changes " + worstConfidenceChange + " and " + meanConfidenceChange);
        }
    }

    /** Nothing was changed. */
    public static Consequences none(int images) {
        return new Consequences(0, 0, 0, 0, 0, images, 0, 0);
    }

    /**
     * Compares answers to the same images.
     *
     * @param labels the right classes
     */
    public static Consequences of(Answers clean, Answers faulty, int[] labels) {
        int sdc1 = 0;
        int sdc5 = 0;
        int critical = 0;
        int improved = 0;
        int due = 0;
        int masked = 0;
        double sum = 0;
        double worst = Double.POSITIVE_INFINITY;
        for (int image = 0; image < labels.length; image++) {
            int before = clean.top(image);
            int after = faulty.top(image);
            sdc1 += after != before ? 1 : 0;
            sdc5 += isBeyondFirst(clean, image, before, after) ? 1 : 0;
            critical += before == labels[image] && after != before ? 1 : 0;
            improved += after == labels[image] && after != before ? 1 : 0;
            due += faulty.isBroken(image) ? 1 : 0;
            masked += isSame(clean, faulty, image) ? 1 : 0;
            double change = before < 0 ? 0 : faulty.confidence(image, before) - clean.confidence(image, before);
            sum += change;
            worst = Math.min(worst, change);
        }
        double mean = Math.max(worst, sum / labels.length); // the rounded sum may leave the range of the changes
        return new Consequences(sdc1, sdc5, critical, improved, due, masked, mean, worst);
    }

    private static boolean isBeyondFirst(Answers clean, int image, int before, int after) {
        return after != before && clean.classes() > FIRST && (after < 0 || !clean.isAmongFirst(FIRST, image, after));
    }

    private static boolean isSame(Answers clean, Answers faulty, int image) {
        for (int i = image * clean.classes(); i < (image + 1) * clean.classes(); i++) {
            if (Float.floatToRawIntBits(clean.logits()[i]) != Float.floatToRawIntBits(faulty.logits()[i])) {
                return false;
            }
        }
        return true;
    }
}
