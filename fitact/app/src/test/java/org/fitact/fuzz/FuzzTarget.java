package org.fitact.fuzz;

import java.io.IOException;
import java.util.List;
import org.fitact.nn.InvalidFileException;
import org.fitact.store.TrialStoreException;
import org.fitact.tensor.random.PhiloxRandom;

/**
 * A reader, and what it is fed with.
 *
 * @param weight of its inputs among those of all readers; what costs much time gets few
 * @param seeds valid files
 * @param mutation makes an input of a seed
 * @param reading reads an input to its end, in the folder of the thread
 */
record FuzzTarget(String name, int weight, List<byte[]> seeds, Mutation mutation, Reading reading) {

    @FunctionalInterface
    interface Mutation {
        byte[] of(byte[] seed, PhiloxRandom random) throws IOException;
    }

    @FunctionalInterface
    interface Reading {
        void read(byte[] input) throws IOException;
    }

    /** How reading an input ended; anything but these two is a fault. */
    enum Ending {
        ACCEPTED,
        REFUSED
    }

    /** An input by its number. */
    byte[] input(long seed, long number) throws IOException {
        PhiloxRandom random = new PhiloxRandom(seed, number);
        return mutation.of(seeds.get(random.nextInt(seeds.size())), random);
    }

    /** Reads an input; what is thrown is a fault of the reader. */
    Ending read(byte[] input) throws IOException {
        try {
            reading.read(input);
            return Ending.ACCEPTED;
        } catch (InvalidFileException refused) {
            return requireLine(refused);
        } catch (TrialStoreException refused) {
            return requireLine(refused);
        }
    }

    private static Ending requireLine(Exception refused) {
        String message = refused.getMessage();
        if (message == null || message.isBlank() || message.lines().count() != 1 || message.length() > 4000) {
            throw new AssertionError("a refusal that is not one line", refused);
        }
        return Ending.REFUSED;
    }
}
