package org.fitact.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.source.DataSets;
import org.fitact.nn.image.source.OwnData;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.BoundedActivation;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;

/** A trained network as {@code fitact harden} left it under each scheme, and the test images of its data set. */
public final class HardenedSubject implements Subject {

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
        test = images(info, dataDir);
    }

    /** The test images of the data set that a network was trained on. */
    private static Images images(CheckpointInfo info, Path dataDir) throws IOException {
        Optional<OwnData> own = OwnData.of(info.dataset(), info.notes());
        return (own.isPresent() ? own.get().open(dataDir) : DataSets.open(info.dataset(), dataDir)).test();
    }

    /**
     * Where the network under a scheme lies. The hard FitReLU has the bounds that were trained for it, and where nobody did that, those of
     * the smooth one.
     */
    public static Path file(StudyFolder study, Scheme scheme) {
        Path own = study.hardened(scheme.option());
        return Files.exists(own) ? own : study.hardened(scheme.hardened());
    }

    /** Whether the network was hardened so that it can be timed under a scheme. */
    public static boolean isThere(StudyFolder study, Scheme scheme) {
        return Files.exists(file(study, scheme));
    }

    private Checkpoint checkpoint(Scheme scheme) throws IOException {
        return Checkpoint.read(file(study, scheme));
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
