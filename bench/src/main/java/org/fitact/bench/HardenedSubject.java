package org.fitact.bench;

import java.io.IOException;
import java.nio.file.Path;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.source.DataSets;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.BoundedActivation;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;

/**
 * A trained network as {@code fitact harden} left it under each scheme, and the test images of its data set. The hard
 * FitReLU has the bounds that were trained for the smooth one.
 */
final class HardenedSubject implements Subject {

    private final StudyFolder study;
    private final Backend backend;
    private final Images test;
    private final CheckpointInfo info;
    private Network current;

    /** @param dataDir folder of the data sets; what is embedded needs none */
    HardenedSubject(Path study, Path dataDir, Backend backend) throws IOException {
        this.study = new StudyFolder(study);
        this.backend = backend;
        info = checkpoint(Scheme.RELU).info();
        test = DataSets.open(info.dataset(), dataDir).test();
    }

    private Checkpoint checkpoint(Scheme scheme) throws IOException {
        return Checkpoint.read(study.hardened(scheme.hardened()));
    }

    @Override
    public EvaluationSet images(int count) {
        if (count > test.size()) {
            throw new IllegalArgumentException("a batch of " + count + " images, expected at most the " + test.size()
                    + " of the test set of " + info.dataset());
        }
        return new EvaluationSet(backend, test.first(count), info.normalisation(), count);
    }

    @Override
    public Network network(Scheme scheme) throws IOException {
        close();
        current = checkpoint(scheme).load(backend);
        if (scheme == Scheme.FITRELU_HARD) {
            BoundedActivation.deployAs(Policy.ZERO, current);
        }
        return current;
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
