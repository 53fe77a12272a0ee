package org.fitact.memory;

import java.util.Arrays;
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
import org.fitact.nn.graph.Network;
import org.fitact.nn.plan.Plan;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.FixedPointCodec;
import org.fitact.tensor.random.RandomBits;

/**
 * A network in the form in which its memory is at risk: every stored parameter a fixed-point word, all of them in one
 * {@link FaultSpace}, and a {@link Plan} that computes with the values of these words. The word is the truth: writing
 * one changes the plan's number, and nothing is ever read back from the plan. Where the backend has a memory of its own,
 * the words lie there too, and flips are made there.
 */
public final class DeployedNetwork implements WordStore, AutoCloseable {

    private final Deployment deployment;
    private final Plan plan;
    private final FaultSpace space;
    private final int[] parameterOfRegion;
    private final List<StorageLoss> losses;
    /** Null where the words lie on a device. */
    private int[] words;
    /** Null where the backend computes in the host's memory. */
    private DeviceWords deviceWords;

    private DeployedNetwork(MemoryImage image, Plan plan) {
        this.deployment = image.deployment();
        this.plan = plan;
        this.space = image.space();
        this.parameterOfRegion = image.parameterOfRegion();
        this.losses = image.losses();
        this.words = image.words();
    }

    /**
     * Deploys a network as it is now.
     *
     * @throws ArithmeticException if a parameter has no word; it names the parameter and the index
     */
    public static DeployedNetwork of(Network network, Deployment deployment) {
        MemoryImage image = MemoryImage.of(network, deployment);
        Plan plan = Plan.of(network.backend(), image.program(), deployment.plan());
        DeployedNetwork deployed = new DeployedNetwork(image, plan);
        try {
            deployed.mirror();
            return deployed;
        } catch (RuntimeException | Error e) {
            deployed.close();
            throw e;
        }
    }

    /** What computes with the stored words. */
    public Plan plan() {
        return plan;
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
        return deviceWords == null ? words[address] : deviceWords.read(address);
    }

    @Override
    public int[] read(int[] addresses) {
        return deviceWords == null
                ? Arrays.stream(addresses).map(address -> words[address]).toArray()
                : deviceWords.read(addresses);
    }

    @Override
    public void write(int address, int word) {
        write(new int[] {address}, new int[] {word});
    }

    /** Writes words by ascending address. */
    @Override
    public void write(int[] addresses, int[] newWords) {
        if (deviceWords == null) {
            for (int from = 0; from < addresses.length; ) {
                from = writeRegion(addresses, newWords, from);
            }
            return;
        }
        int[] masks = deviceWords.read(addresses);
        for (int i = 0; i < masks.length; i++) {
            masks[i] ^= newWords[i];
        }
        deviceWords.flip(addresses, masks);
    }

    /** Writes the words from one on that lie in the same region, and returns the number of the first that does not. */
    private int writeRegion(int[] addresses, int[] newWords, int from) {
        int r = space.indexOfRegionAt(addresses[from]);
        Region region = space.regions().get(r);
        FixedPoint arithmetic = arithmetic(region);
        int end = from;
        while (end < addresses.length && addresses[end] >= region.offset() && addresses[end] < region.end()) {
            end++;
        }
        int[] indices = new int[end - from];
        float[] values = new float[end - from];
        for (int i = from; i < end; i++) {
            words[addresses[i]] = newWords[i];
            indices[i - from] = addresses[i] - region.offset();
            values[i - from] = FixedPointCodec.toFloat(arithmetic, newWords[i]);
        }
        plan.write(parameterOfRegion[r], indices, values);
        return end;
    }

    /**
     * Applies the faults of a trial until they are closed: the one door through which faults come in. On a device they are
     * drawn there if they can be, the same as here.
     */
    public AppliedFaults strike(FaultSampler sampler, long trial) {
        Optional<RandomBits> bits = deviceWords == null ? Optional.empty() : sampler.ofWholeMemory(trial);
        return bits.isPresent() ? deviceWords.strike(bits.get()) : strike(sampler.trial(trial));
    }

    /** Applies faults that are drawn already, until they are closed; see {@link #strike(FaultSampler, long)}. */
    public FaultLog strike(FaultPattern pattern) {
        return FaultLog.apply(pattern, space, this);
    }

    /** The words as they lie in memory now. */
    public int[] storedWords() {
        return deviceWords == null ? words.clone() : deviceWords.download();
    }

    /** Of the words as they lie in memory now, wherever that is. */
    @Override
    public long checksum() {
        return WordStore.of(storedWords()).checksum();
    }

    /** Stores a value, as {@link #write} of its word. */
    public void writeValue(int address, float value) {
        write(address, FixedPointCodec.toWord(arithmetic(space.regionAt(address)), value, address));
    }

    /**
     * Stores all numbers of a tensor anew, as when it was deployed.
     *
     * @throws IllegalArgumentException if there is no such region, or it has another number of words
     * @throws ArithmeticException if a number has no word; it names the tensor and the index
     */
    public void store(String name, float[] values) {
        Region region = space.region(name);
        if (region.words() != values.length) {
            throw new IllegalArgumentException(values.length + " numbers for " + name + ", expected " + region.words());
        }
        int[] newWords = MemoryImage.encode(region, arithmetic(region), values);
        write(IntStream.range(region.offset(), region.end()).toArray(), newWords);
    }

    /** What tensors lost when they were stored, beyond rounding: numbers beyond the format's range, tensors of zeros. */
    public List<StorageLoss> losses() {
        return losses;
    }

    /** Words of bounds; they come last in the address space. */
    public int boundWords() {
        return space.words() - space.sharedWords();
    }

    private FixedPoint arithmetic(Region region) {
        return deployment.arithmetic(region.kind());
    }

    @Override
    public void close() {
        if (deviceWords != null) {
            deviceWords.close();
        }
        plan.close();
    }

    private void mirror() {
        if (plan.backend().hasOwnMemory()) {
            deviceWords = new DeviceWords(deployment, plan, space, parameterOfRegion, words);
            words = null; // a copy would not know of what strikes the device
        }
    }
}
