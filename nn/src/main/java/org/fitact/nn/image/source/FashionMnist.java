package org.fitact.nn.image.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.image.ImageSet;

/**
 * Fashion-MNIST (Xiao, Rasul and Vollgraf, 2017): 60,000 and 10,000 grey images of clothes in 10 classes, 28x28,
 * padded here with zeros to 32x32, the size that the models of the zoo are made for.
 */
public final class FashionMnist implements DataSource {

    static final String TRAIN_IMAGES = "train-images-idx3-ubyte.gz";
    static final String TRAIN_LABELS = "train-labels-idx1-ubyte.gz";
    static final String TEST_IMAGES = "t10k-images-idx3-ubyte.gz";
    static final String TEST_LABELS = "t10k-labels-idx1-ubyte.gz";
    static final int SIDE = 28;
    static final int PADDED_SIDE = 32;
    static final List<String> CLASSES = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");

    private static final String ADDRESS = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/";

    @Override
    public String name() {
        return "fashion-mnist";
    }

    @Override
    public String summary() {
        return "60,000 + 10,000 grey images of clothes, 28x28 padded to 32x32, 10 classes";
    }

    @Override
    public List<String> files() {
        return List.of(TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS);
    }

    @Override
    public List<String> folders() {
        return List.of("FashionMNIST/raw", "data/fashion");
    }

    @Override
    public List<RemoteFile> remoteFiles() {
        return List.of(
                RemoteFile.of(ADDRESS + TRAIN_IMAGES, "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
                RemoteFile.of(ADDRESS + TRAIN_LABELS, "25c81989df183df01b3e8a0aad5dffbe"),
                RemoteFile.of(ADDRESS + TEST_IMAGES, "bef4ecab320f06d8554ea6380940ec79"),
                RemoteFile.of(ADDRESS + TEST_LABELS, "bb300cfdad3c16e7a12a480ee83cd310"));
    }

    /** Where the files of {@link #files} lie. */
    @FunctionalInterface
    public interface Place {
        /** The reader of one of them. @throws InvalidFileException if there is none */
        IdxReader file(String name) throws IOException;
    }

    @Override
    public DataSet read(Path folder) throws IOException {
        return read(name(), file -> reader(folder, file));
    }

    /**
     * Reads images of the same clothes from wherever they lie, under the names of {@link #files}.
     *
     * @param name of the data set
     * @throws InvalidFileException when a file is missing or is not what its format demands
     */
    public static DataSet read(String name, Place place) throws IOException {
        ImageSet train = imageSet(name, place.file(TRAIN_IMAGES), place.file(TRAIN_LABELS));
        ImageSet test = imageSet(name, place.file(TEST_IMAGES), place.file(TEST_LABELS));
        return new DataSet(name, train, test);
    }

    private static IdxReader reader(Path folder, String name) throws IOException {
        Path file = DataFolder.file(folder, name)
                .orElseThrow(() -> new InvalidFileException(folder, "file " + name, "missing", "an IDX file"));
        return new IdxReader(file.toString(), () -> Files.newInputStream(file));
    }

    private static ImageSet imageSet(String name, IdxReader imageFile, IdxReader labelFile) throws IOException {
        IdxReader.Images images = imageFile.images(SIDE);
        byte[] labels = labelFile.labels(CLASSES.size(), images.count());
        byte[] pixels = images.padded(PADDED_SIDE).pixels();
        return new ImageSet(name, PADDED_SIDE, PADDED_SIDE, 1, CLASSES, pixels, labels);
    }
}
