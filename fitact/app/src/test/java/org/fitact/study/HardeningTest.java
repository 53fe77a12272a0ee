package org.fitact.study;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.graph.Network;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Protections;
import org.fitact.protect.Toy;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.QFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HardeningTest {

    /** Of the toy network, whose layers have one bound each by Ranger. */
    private static final int PARAMETERS = 15_116;

    private static final int LAYERS = 4;

    @TempDir
    private Path folder;

    private Map<String, HardenedScheme> harden(FixedPoint format) throws IOException {
        StudyFolder study = new StudyFolder(folder.resolve(format.format().toString()));
        Files.createDirectories(study.model().getParent());
        try (Network network = Toy.network(Toy.REFERENCE)) {
            CheckpointInfo info = new CheckpointInfo(
                    "toy", Toy.images(4, 1).classNames(), Toy.data().normalisation(), new HeldOut(0.25, 1).notes());
            Checkpoint.save(study.model(), network, info);
        }
        HardeningSettings plain = HardeningSettings.DEFAULT;
        HardeningSettings settings = new HardeningSettings(plain.postTraining(), plain.search(), 0, format);
        return new Hardening(study, Toy.REFERENCE, Toy.images(80, 1), settings, 1)
                .run(List.of(Protections.named("none"), Protections.named("ranger")), (_, _) -> {});
    }

    /** Those of the memory that can be hit: a word for each parameter and bound, whatever the inference needs besides. */
    @Test
    void countsTheBytesThatAreStored() throws IOException {
        Map<String, HardenedScheme> words = harden(FixedPoint.DEFAULT);
        Map<String, HardenedScheme> halves = harden(FixedPoint.of(QFormat.Q7_8));
        assertEquals(4 * PARAMETERS, words.get("none").bytes());
        assertEquals(4 * (PARAMETERS + LAYERS), words.get("ranger").bytes());
        assertEquals(2 * PARAMETERS, halves.get("none").bytes());
        assertEquals(2 * (PARAMETERS + LAYERS), halves.get("ranger").bytes());
    }
}
