package org.fitact.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The nanoseconds that each scheme took in all rounds of an iteration: secondary results of {@link InferenceBenchmark},
 * which JMH finds as the public fields.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class RoundTimes {

    public long rounds;
    public long relu;
    public long fitReluSmooth;
    public long fitReluHard;
    public long clipAct;
    public long ranger;

    /** Before every iteration. */
    @Setup(Level.Iteration)
    public void reset() {
        rounds = 0;
        relu = 0;
        fitReluSmooth = 0;
        fitReluHard = 0;
        clipAct = 0;
        ranger = 0;
    }

    void add(Scheme scheme, long nanos) {
        switch (scheme) {
            case RELU -> relu += nanos;
            case FITRELU_SMOOTH -> fitReluSmooth += nanos;
            case FITRELU_HARD -> fitReluHard += nanos;
            case CLIP_ACT -> clipAct += nanos;
            case RANGER -> ranger += nanos;
        }
    }
}
