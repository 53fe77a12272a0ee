package org.fitact.imagefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.fitact.InProcess;
import org.fitact.campaign.TrialKey;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.GraphBuilder;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.ParameterSource;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.image.fit.ImageFit;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.image.source.OwnData;
import org.fitact.store.TrialStore;
import org.fitact.study.HeldOut;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A folder laid out as ImageNet's, with as many test images as {@code -Dlarge.images} says (50,000), goes through {@code harden} and
 * {@code campaign}, though its pixels, 224x224x3 bytes each and four times that as numbers, are more than the heap may hold.
 */
@Tag("large")
class ManyImagesTest {

    private static final int CLASSES = 10;
    private static final int TRAINING = 200;
    private static final long IMAGE_BYTES = 224 * 224 * 3;

    private final InProcess program = new InProcess();

    @TempDir
    private Path folder;

    private static void picture(Path file, int i) {
        BufferedImage image = new BufferedImage(270 + i % 31, 258 + i % 17, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, (x + i & 255) << 16 | (y + i / 256 & 255) << 8 | 25 * (i % CLASSES));
            }
        }
        try {
            Files.write(file, Pictures.file(image, "jpg"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void pictures(String part, int images) throws IOException {
        for (int c = 0; c < CLASSES; c++) {
            Files.createDirectories(folder.resolve("imagenet").resolve(part).resolve("class" + c));
        }
        IntStream.range(0, images)
                .parallel()
                .forEach(i -> picture(
                        folder.resolve("imagenet")
                                .resolve(part)
                                .resolve("class" + i % CLASSES)
                                .resolve("image" + i + ".JPEG"),
                        i));
    }

    private void untrained(DataSet data) throws IOException {
        Shape image = Shape.of(224, 224, 3);
        GraphBuilder builder = new GraphBuilder(image);
        builder.conv("conv1", 4, 7, 8, 3)
                .relu("relu1")
                .maxPool(2)
                .conv("conv2", 8, 3, 2, 1)
                .relu("relu2")
                .maxPool(2);
        builder.flatten().linear("fc", CLASSES);
        Map<String, String> notes = new HashMap<>(data.notes());
        notes.putAll(new HeldOut(0.2, 1).notes());
        try (Backend backend = Backends.cpu(BackendOptions.defaults());
                Network network = new Network(
                        new Architecture("tiny", image, CLASSES),
                        builder.build(),
                        backend,
                        ParameterSource.random(1))) {
            CheckpointInfo info =
                    new CheckpointInfo(data.name(), data.train().classNames(), Normalisation.none(3), notes);
            Checkpoint.save(StudyFolder.writable(folder.resolve("study")).model(), network, info);
        }
    }

    @Test
    void moreImagesThanTheHeapHoldsGoThroughACampaign() throws IOException {
        int images = Integer.getInteger("large.images", 50_000);
        assertTrue(images * IMAGE_BYTES > Runtime.getRuntime().maxMemory(), "give -Xmx less, or more images");
        pictures("train", TRAINING);
        pictures("val", images);
        untrained(OwnData.parse("imagenet:" + folder.resolve("imagenet"), ImageFit.NONE, 1)
                .orElseThrow()
                .open(null));
        String study = folder.resolve("study").toString();
        program.done("harden", study, "--schemes", "none,ranger");
        program.done("campaign", study, "--rates", "1e-5", "--trials", "2", "--images", "200");
        try (TrialStore store = TrialStore.open(new StudyFolder(folder.resolve("study")).trials())) {
            assertEquals(
                    images,
                    store.find(TrialKey.faultFree("ranger")).orElseThrow().images());
        }
    }
}
