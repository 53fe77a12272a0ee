package org.fitact.campaign;

import java.util.List;
import org.fitact.memory.Deployment;
import org.fitact.memory.MemoryImage;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.delta.DeltaPlan;
import org.fitact.nn.graph.pass.Program;
import org.fitact.nn.image.BatchLoader;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.LoaderOptions;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.plan.Plan;
import org.fitact.tensor.backend.Backend;
import org.fitact.vulnerability.DeltaTracer;
import org.fitact.vulnerability.FaultTracer;
import org.fitact.vulnerability.IntegerTracer;

/** A network as it lies in memory, and the images with which single flips of it are met. Opens tracers on any number of threads. */
public final class TracedNetwork {

    private final ProtectedNetwork hardened;
    private final Deployment deployment;
    private final MemoryImage memory;
    private final Program unfused;
    private final Images images;
    private final Normalisation normalisation;

    /**
     * @param hardened not closed with this
     * @param deployment one image a run, without codes
     * @param images in the order by whose indices they are seen
     * @throws IllegalArgumentException if its computation is checked between the steps, which cannot be followed, or a code is to guard
     *     a tensor that it has not
     */
    public TracedNetwork(ProtectedNetwork hardened, Deployment deployment, Images images, Normalisation normalisation) {
        if (hardened.isChecked()) {
            throw new IllegalArgumentException("scheme " + hardened.scheme()
                    + " checks what is computed between the layers, expected one whose faults can be followed");
        }
        this.hardened = hardened;
        this.deployment = deployment;
        this.images = images;
        this.normalisation = normalisation;
        this.memory = hardened.image(deployment);
        deployment.requireGuarded(List.of(memory.space()));
        this.unfused = new Program(
                Plan.program(hardened.network(), DeltaPlan.options(deployment.foldBatchNorm()))
                        .graph(),
                memory.numbers());
    }

    public ProtectedNetwork hardened() {
        return hardened;
    }

    public Deployment deployment() {
        return deployment;
    }

    /** What lies there without faults. */
    public MemoryImage memory() {
        return memory;
    }

    public Images images() {
        return images;
    }

    public Normalisation normalisation() {
        return normalisation;
    }

    /**
     * Opens a tracer; to be closed by the caller, before the backend.
     *
     * @param backend of the kind of the network's, of the calling thread
     */
    public FaultTracer tracer(Backend backend) {
        BatchLoader one = new BatchLoader(images, normalisation, LoaderOptions.evaluation(1));
        StoredNetwork deployed = hardened.deploy(memory, backend);
        return hardened.integers().isPresent()
                ? new IntegerTracer(backend, deployed, hardened.integers().get().deployByDefinition(memory), one)
                : new DeltaTracer(deployed, unfused, memory, one);
    }
}
