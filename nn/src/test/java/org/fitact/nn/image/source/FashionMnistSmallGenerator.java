package org.fitact.nn.image.source;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the embedded data set from the files of Fashion-MNIST: of each class the first images of each part, in the order
 * of the files, as IDX in gzip without name or time.
 *
 * <p>Usage: {@code FashionMnistSmallGenerator SOURCE_FOLDER TARGET_FOLDER}.
 */
final class FashionMnistSmallGenerator {

    private FashionMnistSmallGenerator() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            throw new IllegalArgumentException("usage: FashionMnistSmallGenerator SOURCE_FOLDER TARGET_FOLDER");
        }
        generate(Path.of(args[0]), Path.of(args[1]));
    }

    static void generate(Path source, Path target) throws IOException {
        write(source, target, FashionMnist.TRAIN_IMAGES, FashionMnist.TRAIN_LABELS, FashionMnistSmall.TRAIN_PER_CLASS);
        write(source, target, FashionMnist.TEST_IMAGES, FashionMnist.TEST_LABELS, FashionMnistSmall.TEST_PER_CLASS);
    }

    private static void write(Path source, Path target, String imageFile, String labelFile, int perClass)
            throws IOException {
        int classes = FashionMnist.CLASSES.size();
        IdxReader.Images images = FashionMnist.reader(source, imageFile).images(FashionMnist.SIDE);
        byte[] labels = FashionMnist.reader(source, labelFile).labels(classes, images.count());
        int imageBytes = images.rows() * images.columns();
        int[] taken = new int[classes];
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
                IdxReader.IMAGES_MAGIC,
                count,
                images.rows(),
                images.columns());
        writeIdx(target.resolve(labelFile), chosenLabels.toByteArray(), IdxReader.LABELS_MAGIC, count);
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
