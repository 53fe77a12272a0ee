package org.fitact.fashion;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.fitact.nn.image.source.FashionMnist;
import org.fitact.nn.image.source.IdxReader;

/**
 * Makes the embedded data set from the files of Fashion-MNIST: of each class the first images of each part, in the order
 * of the files, as IDX in gzip without name or time.
 *
 * <p>Usage: {@code FashionMnistSmallGenerator SOURCE_FOLDER TARGET_FOLDER}.
 */
final class FashionMnistSmallGenerator {

    private static final int CLASSES = 10;
    private static final int LABELS_MAGIC = 0x0801;
    private static final int IMAGES_MAGIC = 0x0803;

    private FashionMnistSmallGenerator() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            throw new IllegalArgumentException("usage: FashionMnistSmallGenerator SOURCE_FOLDER TARGET_FOLDER");
        }
        generate(Path.of(args[0]), Path.of(args[1]));
    }

    static void generate(Path source, Path target) throws IOException {
        List<String> files = new FashionMnist().files();
        write(source, target, files.get(0), files.get(1), FashionMnistSmall.TRAIN_PER_CLASS);
        write(source, target, files.get(2), files.get(3), FashionMnistSmall.TEST_PER_CLASS);
    }

    private static void write(Path source, Path target, String imageFile, String labelFile, int perClass)
            throws IOException {
        IdxReader.Images images = reader(source.resolve(imageFile)).images();
        byte[] labels = reader(source.resolve(labelFile)).labels(CLASSES, images.count());
        int imageBytes = images.rows() * images.columns();
        int[] taken = new int[CLASSES];
        ByteArrayOutputStream chosenPixels = new ByteArrayOutputStream();
        ByteArrayOutputStream chosenLabels = new ByteArrayOutputStream();
        for (int i = 0; i < labels.length; i++) {
            if (taken[labels[i]]++ < perClass) {
                chosenPixels.write(images.pixels(), i * imageBytes, imageBytes);
                chosenLabels.write(labels[i]);
            }
        }
        int count = chosenLabels.size();
        writeIdx(
                target.resolve(imageFile),
                chosenPixels.toByteArray(),
                IMAGES_MAGIC,
                count,
                images.rows(),
                images.columns());
        writeIdx(target.resolve(labelFile), chosenLabels.toByteArray(), LABELS_MAGIC, count);
    }

    private static IdxReader reader(Path file) {
        return new IdxReader(file.toString(), () -> Files.newInputStream(file));
    }

    private static void writeIdx(Path file, byte[] content, int... header) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                DataOutputStream data = new DataOutputStream(new SmallestGzip(out))) {
            for (int field : header) {
                data.writeInt(field);
            }
            data.write(content);
        }
    }

    private static final class SmallestGzip extends GZIPOutputStream {
        SmallestGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
