package org.fitact.campaign.remote;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.fitact.campaign.CampaignScheme;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.campaign.StudyDefinition;
import org.fitact.campaign.TracedNetwork;
import org.fitact.campaign.TrialOutcome;
import org.fitact.campaign.TrialRunner;
import org.fitact.campaign.TrialTask;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.backend.Backend;
import org.fitact.vulnerability.FaultTracer;
import org.fitact.vulnerability.FaultWork;
import org.fitact.vulnerability.ImageFaults;

/** A scheme that was unpacked and deployed on a backend of its own; opened, used and closed on one thread. */
final class OpenScheme implements AutoCloseable {

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Backend backend;
    private final ProtectedNetwork hardened;
    private final CampaignSettings settings;
    private final Images images;
    private final Normalisation normalisation;
    private final TrialRunner runner;
    private FaultTracer tracer;

    /**
     * Deploys it, and holds it against its study.
     *
     * @param images of a trial
     * @param budget bytes of images that are kept ready
     * @throws IllegalStateException if trials would come out otherwise than the study's; it names the first field that differs
     */
    OpenScheme(SchemeParcel parcel, Images images, long budget) throws IOException {
        try {
            this.images = images;
            backend = opened(parcel.openBackend());
            settings = parcel.settings();
            Checkpoint checkpoint = parcel.checkpoint();
            normalisation = checkpoint.info().normalisation();
            hardened = parcel.load(checkpoint, backend);
            opened(hardened.network());
            CampaignScheme scheme = CampaignScheme.of(hardened, settings);
            parcel.requireSame(StudyDefinition.ofTrials(scheme, settings, images, normalisation));
            StoredNetwork memory = opened(hardened.deploy(settings.deployment()));
            EvaluationSet set = opened(new EvaluationSet(
                    backend, images, normalisation, settings.deployment().batchSize(), budget));
            runner = new TrialRunner(scheme, settings, memory, set, parcel.alarm());
            parcel.requireSameAnswers(runner);
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T opened(T some) {
        opened.push(some);
        return some;
    }

    List<TrialOutcome> run(TrialTask task) {
        return runner.run(task);
    }

    /** Does something with the faults of an image; the first time it deploys the network once more, for single flips. */
    FaultWork.Found follow(FaultWork work, ImageFaults faults) {
        if (tracer == null) {
            TracedNetwork network = new TracedNetwork(hardened, settings.deployment(), images, normalisation);
            tracer = opened(network.tracer(backend));
        }
        return work.with(tracer, faults);
    }

    /** What was opened last is closed first. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("cannot be closed", e);
            }
        }
    }
}
