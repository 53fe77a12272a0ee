package org.fitact.nn.image.source;

import java.util.List;
import org.fitact.nn.Catalogue;

/** The forms in which a user's own images may lie. A new one is a {@link DataFormat} that {@code META-INF/services} names. */
public final class DataFormats {

    private static final Catalogue<DataFormat> ALL = Catalogue.of("form of images", DataFormat.class, List.of());

    private DataFormats() {}

    public static List<DataFormat> all() {
        return ALL.all();
    }

    /** {@code NAME:PLACE} of each, for messages and help. */
    public static List<String> usages() {
        return all().stream()
                .map(format -> format.name() + ":" + format.place())
                .toList();
    }

    /** @throws IllegalArgumentException with the nearest name when there is no such format */
    public static DataFormat named(String name) {
        return ALL.named(name);
    }
}
