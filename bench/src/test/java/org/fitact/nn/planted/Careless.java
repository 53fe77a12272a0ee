package org.fitact.nn.planted;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.fitact.fault.planted.Cyclic;
import org.fitact.tensor.planted.ReachesUp;

/** Violates: nn knows tensor only, only the command line prints, randomness is counter-based, no cycles, text is the same in every locale. */
public final class Careless {

    public final Cyclic next = null;
    public final ReachesUp below = null;

    public void print() {
        System.out.println("here");
    }

    public String format(double number) {
        return "%.1f".formatted(number);
    }

    public String shout(String name) {
        return name.toUpperCase();
    }

    public int draw() {
        return ThreadLocalRandom.current().nextInt();
    }

    public void shuffle(List<String> names) {
        Collections.shuffle(names);
    }
}
