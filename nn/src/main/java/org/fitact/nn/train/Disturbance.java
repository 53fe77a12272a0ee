package org.fitact.nn.train;

/** What happens to the parameters of a network in a step of its training, such as bit flips in them. */
@FunctionalInterface
public interface Disturbance {

    /**
     * Changes parameters.
     *
     * @param step from 0, of the whole training; equal ones do the same
     * @return what puts them back
     */
    Undo strike(long step);

    /** Puts back what was changed. */
    @FunctionalInterface
    interface Undo extends AutoCloseable {
        @Override
        void close();
    }
}
