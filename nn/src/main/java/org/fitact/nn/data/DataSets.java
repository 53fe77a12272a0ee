package org.fitact.nn.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.fitact.nn.NearestName;

/** The data sets that the program knows, by name. A new one is a {@link DataSource} and one line here. */
public final class DataSets {

    private static final List<DataSource> ALL =
            List.of(new FashionMnistSmall(), new FashionMnist(), Cifar.cifar10(), Cifar.cifar100());

    private DataSets() {}

    public static List<DataSource> all() {
        return ALL;
    }

    public static List<String> names() {
        return ALL.stream().map(DataSource::name).toList();
    }

    /** @throws IllegalArgumentException with the nearest name when there is no such data set */
    public static DataSource named(String name) {
        return ALL.stream()
                .filter(source -> source.name().equals(name))
                .findFirst()
                .orElseThrow(() -> NearestName.unknown("data set", name, names()));
    }

    /**
     * Reads a data set.
     *
     * @param dataDir the folder that the data set lies in or below; may be null for {@code fashion-mnist-small}
     * @throws org.fitact.nn.InvalidFileException when a file is missing or is not what its format demands
     */
    public static DataSet open(String name, Path dataDir) throws IOException {
        return named(name).open(dataDir);
    }
}
