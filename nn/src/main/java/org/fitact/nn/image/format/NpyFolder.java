package org.fitact.nn.image.format;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.source.DataFormat;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.image.source.InsideFolder;
import org.fitact.nn.image.source.OwnData;

/**
 * {@code npy:DIR}: what NumPy's {@code save} writes, as the files {@code x_train.npy}, {@code y_train.npy}, {@code x_test.npy},
 * {@code y_test.npy}, or {@code x.npy} and {@code y.npy}. Images are unsigned bytes, {@code [n, height, width]} or with 1 or 3 channels
 * last, labels whole numbers; {@code classes.txt} may name the classes. Images are read when they are wanted.
 */
public final class NpyFolder implements DataFormat {

    @Override
    public String name() {
        return "npy";
    }

    @Override
    public String place() {
        return "DIR";
    }

    @Override
    public String summary() {
        return "a folder with x_train.npy, y_train.npy, x_test.npy, y_test.npy, or x.npy and y.npy; unsigned bytes";
    }

    @Override
    public DataSet open(OwnData data) throws IOException {
        InsideFolder inside = new InsideFolder(data.place());
        boolean divided = isThere(data, "x_train.npy");
        if (!divided && !isThere(data, "x.npy")) {
            throw new InvalidFileException(
                    data.place(), "file x_train.npy or x.npy", "missing", "an array of NumPy's save");
        }
        Part train = Part.read(data.place(), inside, divided ? "_train" : "");
        Part test = divided ? Part.read(data.place(), inside, "_test") : null;
        int[] all = test == null
                ? train.labels
                : IntStream.concat(IntStream.of(train.labels), IntStream.of(test.labels))
                        .toArray();
        List<String> classes = ClassNames.inside(inside, data.place().resolve("classes.txt"), all);
        if (test != null && !test.header.imageSize().equals(train.header.imageSize())) {
            throw new InvalidFileException(
                    test.file, "size", test.header.imageSize(), train.header.imageSize() + " of x_train");
        }
        return Opened.of(
                data, train.images(data.name(), classes), test == null ? null : test.images(data.name(), classes));
    }

    private static boolean isThere(OwnData data, String file) {
        return Files.exists(data.place().resolve(file), LinkOption.NOFOLLOW_LINKS);
    }

    private record Part(Path file, NpyHeader header, int[] labels) {

        static Part read(Path folder, InsideFolder inside, String part) throws IOException {
            Path file = inside.require(folder.resolve("x" + part + ".npy"));
            NpyHeader header = NpyImages.header(file);
            Path labels = inside.require(folder.resolve("y" + part + ".npy"));
            try (InputStream in = new BufferedInputStream(Files.newInputStream(labels))) {
                return new Part(file, header, NpyLabels.read(labels.toString(), in, header.shape()[0]));
            }
        }

        Images images(String name, List<String> classes) {
            return new NpyImages(name, file, header, classes, labels);
        }
    }
}
