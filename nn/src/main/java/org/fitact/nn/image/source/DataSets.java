package org.fitact.nn.image.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.fitact.nn.Catalogue;

/** The data sets that the program knows, by name. A new one is a {@link DataSource} and one line here, or lies in
 * another jar; see {@link Catalogue}. */
public final class DataSets {

    private static final Catalogue<DataSource> ALL =
            Catalogue.of("data set", DataSource.class, List.of(new FashionMnist(), Cifar.cifar10(), Cifar.cifar100()));

    private DataSets() {}

    public static List<DataSource> all() {
        return ALL.all();
    }

    public static List<String> names() {
        return ALL.names();
    }

    /** @throws IllegalArgumentException with the nearest name when there is no such data set */
    public static DataSource named(String name) {
        return ALL.named(name);
    }

    /**
     * Reads a data set.
     *
     * @param dataDir the folder that the data set lies in or below; may be null for one that is part of a jar
     * @throws org.fitact.nn.InvalidFileException when a file is missing or is not what its format demands
     */
    public static DataSet open(String name, Path dataDir) throws IOException {
        return named(name).open(dataDir);
    }
}
