package org.fitact.nn.integer;

/**
 * Changes words in what an {@link IntegerPlan} computes, as transient faults do. Whatever comes behind computes with the words as they
 * are then: it rounds, saturates and bounds them as ever. Several threads may call it at once, each for other images of the run.
 *
 * <p>Images are told by the number of the first of them in the run, and how many there are; words are row-major, from index 0 on
 * those of these images.
 */
public interface WordFaults {

    /** None. */
    WordFaults NONE = new WordFaults() {
        @Override
        public void started(int images) {}

        @Override
        public boolean strikesSums(String product, int first, int images) {
            return false;
        }

        @Override
        public void summed(String product, long[] words, int first, int images) {}

        @Override
        public void made(String value, long[] words, int first, int images) {}
    };

    /**
     * Before the first value of a run.
     *
     * @param images of the run
     */
    void started(int images);

    /**
     * Whether {@link #summed} changes anything; where not, a product makes its output as fast as ever, which are the same words.
     *
     * @param product name of a convolution or a linear layer
     */
    boolean strikesSums(String product, int first, int images);

    /**
     * When the sums of a product, bias included, are words of its accumulator, and before these become words of its output.
     *
     * @param words of the accumulator's format; to be changed to others of it
     */
    void summed(String product, long[] words, int first, int images);

    /**
     * When a value was made, before an observer or another node sees it.
     *
     * @param value its name, that of its node or {@link org.fitact.nn.graph.Graph#IMAGES}
     * @param words of its format; to be changed to others of it
     */
    void made(String value, long[] words, int first, int images);
}
