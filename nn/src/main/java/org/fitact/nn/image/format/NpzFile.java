package org.fitact.nn.image.format;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.image.ImageSet;
import org.fitact.nn.image.fit.ImageFit;
import org.fitact.nn.image.source.DataFormat;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.image.source.InsideFolder;
import org.fitact.nn.image.source.OwnData;

/**
 * {@code npz:FILE}: what NumPy's {@code savez} or {@code savez_compressed} writes, with the arrays {@code x_train}, {@code y_train},
 * {@code x_test}, {@code y_test}, or {@code x} and {@code y}. Images are unsigned bytes, {@code [n, height, width]} or with 1 or 3 channels
 * last, labels whole numbers. {@code FILE.classes.txt} may name the classes.
 */
public final class NpzFile implements DataFormat {

    /** Of the images of one array. */
    private static final long MOST_BYTES = 1 << 30;

    @Override
    public String name() {
        return "npz";
    }

    @Override
    public String place() {
        return "FILE";
    }

    @Override
    public String summary() {
        return "a file of NumPy's savez with x_train, y_train, x_test, y_test, or x and y; unsigned bytes";
    }

    @Override
    public DataSet open(OwnData data) throws IOException {
        try (ZipFile zip = new ZipFile(data.place().toFile())) {
            boolean divided = zip.getEntry("x_train.npy") != null;
            Arrays train = Arrays.read(data, zip, divided ? "_train" : "");
            Arrays test = divided ? Arrays.read(data, zip, "_test") : null;
            int[] all = test == null
                    ? train.labels
                    : IntStream.concat(IntStream.of(train.labels), IntStream.of(test.labels))
                            .toArray();
            Path names = data.place().resolveSibling(data.place().getFileName() + ".classes.txt");
            List<String> classes =
                    ClassNames.inside(new InsideFolder(data.place().getParent()), names, all);
            if (test != null && !test.size().equals(train.size())) {
                throw new InvalidFileException(
                        data.place(), "size of x_test", test.size(), train.size() + " of x_train");
            }
            return Opened.of(
                    data, train.set(data.name(), classes), test == null ? null : test.set(data.name(), classes));
        } catch (ZipException | EOFException e) {
            throw new InvalidFileException(
                    data.place().toString(), "archive", "broken (" + e.getMessage() + ")", "a file of NumPy", e);
        }
    }

    private record Arrays(NpyHeader header, byte[] pixels, int[] labels) {

        static Arrays read(OwnData data, ZipFile zip, String part) throws IOException {
            String images = data.place() + " array x" + part;
            NpyHeader header;
            byte[] pixels;
            try (InputStream in = array(data, zip, "x" + part)) {
                header = NpyHeader.read(images, in);
                header.requireImages(images, ImageFit.LARGEST_SIDE);
                if (header.elements() > MOST_BYTES) {
                    throw new InvalidFileException(
                            images, "content", header.elements() + " bytes by its header", "at most " + MOST_BYTES);
                }
                // readNBytes grows its array as bytes arrive, so a lying header takes no more than there is.
                pixels = in.readNBytes((int) header.elements());
            }
            if (pixels.length < header.elements()) {
                throw new InvalidFileException(
                        images, "content", pixels.length + " bytes", header.elements() + " by its header");
            }
            try (InputStream in = array(data, zip, "y" + part)) {
                int[] labels = NpyLabels.read(data.place() + " array y" + part, in, header.shape()[0]);
                return new Arrays(header, pixels, labels);
            }
        }

        private static InputStream array(OwnData data, ZipFile zip, String name) throws IOException {
            ZipEntry entry = zip.getEntry(name + ".npy");
            if (entry == null) {
                throw new InvalidFileException(
                        data.place(), "array " + name, "missing", "x_train, y_train, x_test, y_test, or x and y");
            }
            return new BufferedInputStream(zip.getInputStream(entry));
        }

        String size() {
            return header.imageSize();
        }

        ImageSet set(String name, List<String> classes) {
            return new ImageSet(name, header.shape()[1], header.shape()[2], header.channels(), classes, pixels, labels);
        }
    }
}
