package org.fitact.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.image.source.DataSets;
import org.fitact.nn.model.Models;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.NeuronProfile;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;

/** A folder with LeNet-5 under {@link Scheme#USUAL}, as if it had been trained and hardened. */
public final class HardenedFolder {

    public static final String DATA = "fashion-mnist-small";

    private static final Normalisation NORMALISATION = Normalisation.none(1);

    private HardenedFolder() {}

    /** Writes it; no scheme has a file for the hard FitReLU alone. */
    public static void write(Path folder, Backend backend) throws IOException {
        write(folder, backend, "lenet5");
    }

    /** The same of another model. */
    public static void write(Path folder, Backend backend, String model) throws IOException {
        DataSet data = DataSets.open(DATA, folder);
        CheckpointInfo info = new CheckpointInfo(DATA, data.test().classNames(), NORMALISATION, Map.of());
        Architecture architecture = new Architecture(model, Shape.of(32, 32, 1), 10);
        try (Network network = Models.create(architecture, backend, 1);
                EvaluationSet images = new EvaluationSet(backend, data.test().first(20), NORMALISATION, 20)) {
            NeuronProfile profile = NeuronProfile.measure(network, images);
            Graph plain = network.graph();
            for (Scheme scheme : Scheme.USUAL) {
                if (scheme != Scheme.FITRELU_HARD) {
                    network.transform(plain);
                    scheme.install(network, profile);
                    Checkpoint.save(new StudyFolder(folder).hardened(scheme.hardened()), network, info);
                }
            }
        }
    }
}
