package org.fitact.nn.train;

/**
 * Training under bit errors with clipped weights (RandBET; Stutz et al., Bit Error Robustness for Energy-Efficient DNN Accelerators,
 * MLSys 2021, algorithm 1): of each batch the gradient is the mean of that of the clean network and that of the network whose words
 * have fresh flips, taken for the gradient by the weights as they are (straight through); after each step the weights are clipped.
 * Clipping makes what a flip can do small against what weights do, since the format's range is theirs.
 *
 * <p>The struck half has batch norm as it is deployed, with its running statistics, and does not change these.
 *
 * @param rate at which every bit of a weight or bias flips in a step
 * @param clip weights are kept in [−clip, clip] ({@code w_max})
 * @param format of the words, by its name; the paper has 8 bits
 * @param cleanEpochs epochs before the first with flips; the paper waits for a loss below 1.75
 */
public record FaultAware(double rate, float clip, String format, int cleanEpochs) {

    public FaultAware {
        if (!(rate > 0 && rate < 1)) {
            throw new IllegalArgumentException("fault rate is " + rate + ", expected more than 0 and less than 1");
        }
        if (!(clip > 0 && clip < Float.POSITIVE_INFINITY) || cleanEpochs < 0) {
            throw new IllegalArgumentException("weights are clipped at " + clip + " and " + cleanEpochs
                    + " epochs are clean, expected a positive bound and 0 epochs or more");
        }
    }
}
