package org.fitact.memory;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fitact.fault.AppliedFaults;
import org.fitact.fault.FaultLog;
import org.fitact.fault.FaultPattern;
import org.fitact.fault.FaultSampler;
import org.fitact.fault.FaultSpace;
import org.fitact.fault.Region;
import org.fitact.fault.WordStore;
import org.fitact.memory.code.NoCode;
import org.fitact.memory.code.ReadCounts;
import org.fitact.memory.code.RegionPart;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.integer.IntegerPlan;
import org.fitact.nn.integer.NetworkArithmetic;
import org.fitact.nn.plan.Inference;
import org.fitact.nn.plan.Plan;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.integer.IntegerOps;

/**
 * A network in the form in which its memory is at risk: every stored parameter a word, in regions that have a number format
 * and a memory code each, all of them in one {@link FaultSpace}; and an {@link Inference} that computes with what reading these
 * words gives. The word is the truth: writing one changes what is computed with, and nothing is ever read back from there.
 * Where the backend has a memory of its own, plain fixed-point words lie there too, and flips are made there.
 */
public final class StoredNetwork implements WordStore, AutoCloseable {

    private final Inference inference;
    private final FaultSpace space;
    private final List<StorageLoss> losses;
    private final PlacedWords words;

    private StoredNetwork(MemoryImage image, Inference inference, PlacedWords words) {
        this.inference = inference;
        this.space = image.space();
        this.losses = image.losses();
        this.words = words;
    }

    /**
     * Deploys a network as it is now.
     *
     * @throws ArithmeticException if a parameter has no word; it names the parameter and the index
     */
    public static StoredNetwork of(Network network, Deployment deployment) {
        return of(MemoryImage.of(network, deployment), network.backend());
    }

    /** Deploys what a memory holds on a backend, which is of the kind of the network's. */
    public static StoredNetwork of(MemoryImage image, Backend backend) {
        Plan plan = Plan.of(backend, image.program(), image.plan());
        try {
            boolean onDevice = backend.hasOwnMemory() && image.isPlainFixedPoint();
            PlacedWords words = onDevice
                    ? new DeviceWords(image, plan)
                    : new HostWords(image, (parameter, reading) -> ReadWords.of(plan, parameter, reading));
            return new StoredNetwork(image, plan, words);
        } catch (RuntimeException | Error e) {
            plan.close();
            throw e;
        }
    }

    /**
     * Deploys a network as it is now for inference in integers: what is computed with are the words themselves.
     *
     * @param threads that share the images of a run
     * @throws ArithmeticException if a parameter has no word; it names the parameter and the index
     * @throws IllegalArgumentException if words are no fixed-point numbers as they are, or a node is not computed in integers; it
     *     names the parameter or the node
     */
    public static StoredNetwork of(
            Network network, Deployment deployment, NetworkArithmetic arithmetic, IntegerOps ops, int threads) {
        Graph graph = IntegerPlan.program(network).graph();
        return of(MemoryImage.of(network, deployment), graph, arithmetic, ops, threads);
    }

    /**
     * Deploys what a memory holds for inference in integers, as {@link #of(Network, Deployment, NetworkArithmetic, IntegerOps, int)}
     * does, without the network.
     *
     * @param graph of the image's network, as {@link IntegerPlan#program} gives it
     */
    public static StoredNetwork of(
            MemoryImage image, Graph graph, NetworkArithmetic arithmetic, IntegerOps ops, int threads) {
        IntegerPlan plan = IntegerPlan.of(
                graph, arithmetic, image.parameterWords(), ops, image.plan().maximumBatch(), threads);
        return new StoredNetwork(image, plan, new HostWords(image, (_, reading) -> ReadWords.of(plan, reading)));
    }

    /** What computes with the stored words. */
    public Inference inference() {
        return inference;
    }

    /**
     * The steps in float that compute with the numbers of the stored words.
     *
     * @throws IllegalStateException if it computes in integers
     */
    public Plan plan() {
        if (inference instanceof Plan plan) {
            return plan;
        }
        throw new IllegalStateException("the network computes in integers, expected one that computes in float");
    }

    /** Where every stored word lies. */
    public FaultSpace space() {
        return space;
    }

    @Override
    public int words() {
        return space.words();
    }

    /** A word as it lies in memory now, with the faults that have struck it. */
    @Override
    public int read(int address) {
        return read(new int[] {address})[0];
    }

    @Override
    public int[] read(int[] addresses) {
        return words.read(addresses);
    }

    @Override
    public void write(int address, int word) {
        write(new int[] {address}, new int[] {word});
    }

    /** Writes words by ascending address. */
    @Override
    public void write(int[] addresses, int[] newWords) {
        words.write(addresses, newWords);
    }

    /**
     * Applies the faults of a trial until they are closed: the one door through which faults come in. On a device they are
     * drawn there if they can be, the same as here.
     */
    public AppliedFaults strike(FaultSampler sampler, long trial) {
        if (sampler.scrubs() > 0) {
            return strike(sampler.arrivals(trial));
        }
        Optional<AppliedFaults> whereTheyLie = sampler.ofWholeMemory(trial).flatMap(words::strike);
        return whereTheyLie.isPresent() ? whereTheyLie.get() : strike(sampler.trial(trial));
    }

    /**
     * Applies flips that arrive one part after the other, until they are closed. Between two parts the memory is scrubbed as by {@link
     * #scrub}; what was changed by that is undone too, to the bit.
     *
     * @return whose changed bits are all flips that arrived, also those that a scrub mended
     */
    public AppliedFaults strike(List<FaultPattern> arrivals) {
        return words.strike(arrivals).orElseGet(() -> {
            List<FaultLog> logs = arrivals.stream().map(this::strike).toList();
            return new AppliedFaults() {

                @Override
                public long changedBits() {
                    return logs.stream().mapToLong(FaultLog::changedBits).sum();
                }

                @Override
                public void close() {
                    logs.reversed().forEach(FaultLog::close);
                }
            };
        });
    }

    /**
     * Reads the whole memory through its codes, and writes back what was read, coded anew, as a deployed program does now and then,
     * so that faults do not gather until they are more than a code can mend. What a code takes for mended and is not, and what it
     * reads as 0, is so from then on. Tables, lists and scales that lie there three times are written back as the majority has them;
     * words without a code stay as they are.
     *
     * <p>Faults that were applied before, and are undone afterwards, are undone in the words that they had struck alone.
     *
     * @return what the codes found
     */
    public ScrubCounts scrub() {
        return words.scrub();
    }

    /** Applies faults that are drawn already, until they are closed; see {@link #strike(FaultSampler, long)}. */
    public FaultLog strike(FaultPattern pattern) {
        return FaultLog.apply(pattern, space, this);
    }

    /** The words as they lie in memory now. */
    public int[] storedWords() {
        return words.all();
    }

    /** Of the words as they lie in memory now, wherever that is. */
    @Override
    public long checksum() {
        return WordStore.of(storedWords()).checksum();
    }

    /** Stores a value where words are numbers as they are, as {@link #write} of its word. */
    public void writeValue(int address, float value) {
        Region region = requirePlain(space.regionAt(address));
        write(address, region.format().encode(value, address));
    }

    /**
     * Stores all numbers of a tensor whose words are numbers as they are anew, as when it was deployed.
     *
     * @throws IllegalArgumentException if there is no such region, or it has another number of words
     * @throws ArithmeticException if a number has no word; it names the tensor and the index
     */
    public void store(String name, float[] values) {
        Region region = requirePlain(space.region(name));
        if (region.words() != values.length) {
            throw new IllegalArgumentException(values.length + " numbers for " + name + ", expected " + region.words());
        }
        int[] encoded;
        try {
            encoded = region.format().encode(values);
        } catch (ArithmeticException e) {
            throw new ArithmeticException(name + " cannot be stored: " + e.getMessage());
        }
        write(IntStream.range(region.offset(), region.end()).toArray(), encoded);
    }

    private Region requirePlain(Region region) {
        if (!region.code().equals(NoCode.NONE)) {
            throw new IllegalStateException(region.name() + " is guarded by code "
                    + region.code().name() + ", expected words that are stored as they are");
        }
        if (!words.isPlain(region)) {
            throw new IllegalStateException(region.name()
                    + " has scaled words, or accompanies a tensor, expected words " + "that are stored as they are");
        }
        return region;
    }

    /** What tensors lost when they were stored, beyond rounding: numbers beyond the format's range, tensors of zeros. */
    public List<StorageLoss> losses() {
        return losses;
    }

    /** Bytes of the words and the plan together, about. */
    public long bytes() {
        return inference.bytes() + words.bytes();
    }

    /** Words of bounds; they come behind all other numbers in the address space. */
    public int boundWords() {
        return space.regions().stream()
                .filter(region -> region.part() == RegionPart.NUMBER && !region.isShared())
                .mapToInt(Region::words)
                .sum();
    }

    /** What reading the memory as it is now comes to, where codes guard it. */
    public ReadCounts counts() {
        return words.counts();
    }

    @Override
    public void close() {
        words.close();
        inference.close();
    }
}
