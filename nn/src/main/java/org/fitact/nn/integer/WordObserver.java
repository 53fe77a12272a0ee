package org.fitact.nn.integer;

/** Is called when a value is made. */
@FunctionalInterface
public interface WordObserver {

    /**
     * After a value was made for some images.
     *
     * @param value its name, that of its node or {@link org.fitact.nn.graph.Graph#IMAGES}
     * @param words of these images, row-major; what is written there is what later nodes read
     * @param first number of the first of the images in the run
     * @param images how many there are
     */
    void done(String value, long[] words, int first, int images);
}
