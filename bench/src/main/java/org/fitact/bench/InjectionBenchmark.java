package org.fitact.bench;

import java.util.concurrent.TimeUnit;
import org.fitact.fault.BitErrorRate;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.FaultLog;
import org.fitact.fault.FaultPattern;
import org.fitact.fault.FaultSampler;
import org.fitact.memory.Deployment;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.model.Models;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a trial costs beside its inference: drawing its flips, and writing them into a deployed network and taking them
 * back. Parameters in Q15.16, in a plan for as many images as a campaign's, whose weights are packed as there.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class InjectionBenchmark extends ValidatedState {

    /** Patterns that are drawn ahead, so that applying them is timed alone and not always at the same words. */
    private static final int PATTERNS = 16;

    @Param({"lenet5", "vgg-small", "vgg16", "alexnet", "resnet50"})
    public String model;

    @Param({"1e-7", "1e-6", "1e-5", "1e-4"})
    public double rate;

    @Param("cpu")
    public String device;

    @Param("2")
    public int threads;

    private Backend backend;
    private Network network;
    private StoredNetwork memory;
    private FaultSampler sampler;
    private final FaultPattern[] patterns = new FaultPattern[PATTERNS];
    private long trial;

    /** Flips of an operation, as a second result. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Flips {
        public long flips;
        public long trials;

        /** Before every iteration. */
        @Setup(Level.Iteration)
        public void reset() {
            flips = 0;
            trials = 0;
        }

        private void count(FaultPattern pattern) {
            flips += pattern.bits();
            trials++;
        }
    }

    @Override
    protected void open() {
        backend = Device.parse(device).open(threads);
        network = Models.create(new Architecture(model, Shape.of(32, 32, 3), 10), backend, 1);
        memory = StoredNetwork.of(network, new Deployment(FixedPoint.DEFAULT, true, CampaignCost.BATCH));
        sampler = new FaultSampler(memory.space(), FaultFilter.ALL, new BitErrorRate(rate), 1);
        for (int i = 0; i < PATTERNS; i++) {
            patterns[i] = sampler.trial(i);
        }
    }

    /**
     * As many flips as the rate means, up to five standard deviations; all of them in the memory, and undone to the
     * bit.
     */
    @Override
    protected void validate() {
        double expected = rate * memory.space().bits() * PATTERNS;
        long flips = 0;
        long before = memory.checksum();
        for (FaultPattern pattern : patterns) {
            flips += pattern.bits();
            try (FaultLog log = memory.strike(pattern)) {
                requireEqual("setUpAndUndo", "changed bits", pattern.bits(), log.changedBits());
            }
            requireEqual("setUpAndUndo", "checksum after undoing", before, memory.checksum());
        }
        boolean likely = Math.abs(flips - expected) <= 5 * Math.sqrt(expected) + 1;
        requireEqual("draw", flips + " flips where " + expected + " are expected: likely", true, likely);
        requireEqual("draw", "the first trial drawn again", patterns[0], sampler.trial(0));
    }

    @Override
    protected void close() {
        memory.close();
        network.close();
        backend.close();
    }

    /** Draws the flips of a trial. */
    @Benchmark
    public FaultPattern draw(Flips flips) {
        FaultPattern pattern = sampler.trial(trial++);
        flips.count(pattern);
        return pattern;
    }

    /** Writes the flips of a trial into the network and takes them back. */
    @Benchmark
    public long setUpAndUndo(Flips flips) {
        FaultPattern pattern = patterns[(int) (trial++ % PATTERNS)];
        flips.count(pattern);
        try (FaultLog log = memory.strike(pattern)) {
            return log.changedBits();
        }
    }
}
