package org.fitact.nn.image.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.image.ImageSet;
import org.fitact.nn.image.source.DataFormat;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.image.source.IdxReader;
import org.fitact.nn.image.source.InsideFolder;
import org.fitact.nn.image.source.OwnData;

/**
 * {@code idx:DIR}: files as MNIST has them, {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte}, and
 * {@code t10k-} or {@code test-} likewise, each also with {@code .gz} or something before its name. Grey images of any size, which are
 * not padded; {@code classes.txt} may name the classes, one a line.
 */
public final class IdxFolder implements DataFormat {

    private static final int MOST_LABELS = 256;

    @Override
    public String name() {
        return "idx";
    }

    @Override
    public String place() {
        return "DIR";
    }

    @Override
    public String summary() {
        return "a folder with train-images-idx3-ubyte, train-labels-idx1-ubyte and t10k- likewise, also .gz";
    }

    @Override
    public DataSet open(OwnData data) throws IOException {
        Path folder = data.place();
        InsideFolder inside = new InsideFolder(folder);
        Pair train = pair(folder, inside, "train").orElseThrow(() -> missing(folder, "train-images-idx3-ubyte"));
        Optional<Pair> test = pair(folder, inside, "t10k|test");
        int[] all = Stream.of(Optional.of(train), test)
                .flatMap(Optional::stream)
                .flatMapToInt(pair -> IntStream.of(pair.labels))
                .toArray();
        List<String> classes = ClassNames.inside(inside, folder.resolve("classes.txt"), all);
        if (test.isPresent() && !test.get().sameSize(train)) {
            throw new InvalidFileException(
                    folder, "size of test images", test.get().size(), train.size() + " as of those to train on");
        }
        return Opened.of(
                data,
                train.set(data.name(), classes),
                test.map(pair -> pair.set(data.name(), classes)).orElse(null));
    }

    private record Pair(IdxReader.Images images, int[] labels) {

        boolean sameSize(Pair other) {
            return size().equals(other.size());
        }

        String size() {
            return images.rows() + "x" + images.columns();
        }

        ImageSet set(String name, List<String> classes) {
            return new ImageSet(name, images.rows(), images.columns(), 1, classes, images.pixels(), labels);
        }
    }

    private static Optional<Pair> pair(Path folder, InsideFolder inside, String part) throws IOException {
        Optional<Path> images = file(folder, "(" + part + ")-images[-.]idx3-ubyte");
        if (images.isEmpty()) {
            return Optional.empty();
        }
        Path labels = file(folder, "(" + part + ")-labels[-.]idx1-ubyte")
                .orElseThrow(() -> missing(images.get(), "labels of the images"));
        IdxReader.Images pixels = reader(inside.require(images.get())).images();
        byte[] bytes = reader(inside.require(labels)).labels(MOST_LABELS, pixels.count());
        int[] values = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            values[i] = Byte.toUnsignedInt(bytes[i]);
        }
        return Optional.of(new Pair(pixels, values));
    }

    private static IdxReader reader(Path file) {
        return new IdxReader(file.toString(), () -> Files.newInputStream(file));
    }

    /** The one file whose name ends so. */
    private static Optional<Path> file(Path folder, String ending) throws IOException {
        Pattern wanted = Pattern.compile("(.*[-_.])?" + ending + "(\\.gz)?");
        List<Path> found;
        try (Stream<Path> files = Files.list(folder)) {
            found = files.filter(file ->
                            wanted.matcher(file.getFileName().toString()).matches())
                    .limit(2)
                    .toList();
        }
        if (found.size() > 1) {
            throw new InvalidFileException(
                    folder,
                    "file",
                    "both " + found.get(0).getFileName() + " and "
                            + found.get(1).getFileName(),
                    "one of them");
        }
        return found.stream().findFirst();
    }

    private static InvalidFileException missing(Path place, String what) {
        return new InvalidFileException(place, what, "missing", "an IDX file");
    }
}
