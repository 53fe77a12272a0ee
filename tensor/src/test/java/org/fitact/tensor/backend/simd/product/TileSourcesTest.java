package org.fitact.tensor.backend.simd.product;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fitact.tensor.backend.simd.product.TileTemplate.Form;
import org.junit.jupiter.api.Test;

/**
 * The unrolled tiles in the sources are those that the template makes. After a change of the template,
 * {@code ./mvnw test -pl tensor -Dtest=TileSourcesTest -Dtiles.write=true} writes them.
 */
class TileSourcesTest {

    private static final Path SOURCES = Path.of("src/main/java/org/fitact/tensor/backend/simd");

    @Test
    void rows() throws IOException {
        holds(
                "product/RowTiles",
                "Tiles whose rows of a are DEPTH elements apart, for {@link RowKernels}.",
                List.of(
                        new TileTemplate("sixByFour", 6, 4, Form.ROWS_FROM),
                        new TileTemplate("sixByTwo", 6, 2, Form.ROWS_FROM),
                        new TileTemplate("sixByOne", 6, 1, Form.ROWS_FROM),
                        new TileTemplate("fourByFour", 4, 4, Form.ROWS),
                        new TileTemplate("oneByFour", 1, 4, Form.ROWS),
                        new TileTemplate("oneByTwo", 1, 2, Form.ROWS),
                        new TileTemplate("oneByOne", 1, 1, Form.ROWS)));
    }

    @Test
    void shorts() throws IOException {
        holds(
                "product/ShortTiles",
                "Tiles by weights that are words of 16 bits, for {@link ShortPanels}.",
                List.of(
                        new TileTemplate("fourByFour", 4, 4, Form.ROWS_BY_SHORTS),
                        new TileTemplate("fourByTwo", 4, 2, Form.ROWS_BY_SHORTS),
                        new TileTemplate("fourByOne", 4, 1, Form.ROWS_BY_SHORTS),
                        new TileTemplate("oneByFour", 1, 4, Form.ROWS_BY_SHORTS),
                        new TileTemplate("oneByTwo", 1, 2, Form.ROWS_BY_SHORTS),
                        new TileTemplate("oneByOne", 1, 1, Form.ROWS_BY_SHORTS)));
    }

    @Test
    void columns() throws IOException {
        holds(
                "product/ColumnTiles",
                "Tiles whose rows of a are neighbours in memory, for {@link ColumnKernels}.",
                List.of(
                        new TileTemplate("sixByFour", 6, 4, Form.COLUMNS),
                        new TileTemplate("sixByTwo", 6, 2, Form.COLUMNS),
                        new TileTemplate("sixByOne", 6, 1, Form.COLUMNS)));
    }

    @Test
    void touching() throws IOException {
        holds(
                "product/TouchingTiles",
                "Tiles whose steps touch cache lines of a later block, for {@link ReadAhead}.",
                List.of(
                        new TileTemplate("sixByFour", 6, 4, Form.ROWS_TOUCHING),
                        new TileTemplate("fourByFour", 4, 4, Form.ROWS_TOUCHING)));
    }

    @Test
    void doubles() throws IOException {
        holds(
                "integer/DoubleTiles",
                "Tiles in doubles whose rows of a are anywhere, for {@link DoubleSums}.",
                List.of(
                        new TileTemplate("sixByFour", 6, 4, Form.DOUBLES),
                        new TileTemplate("sixByTwo", 6, 2, Form.DOUBLES),
                        new TileTemplate("sixByOne", 6, 1, Form.DOUBLES)));
    }

    private static void holds(String name, String summary, List<TileTemplate> tiles) throws IOException {
        Path file = SOURCES.resolve(name + ".java");
        String className = name.substring(name.indexOf('/') + 1);
        String made = TileTemplate.source(className, summary, tiles);
        if (Boolean.getBoolean("tiles.write")) {
            Files.writeString(file, made);
        }
        assertTrue(made.equals(Files.readString(file)), file + " is not what the template makes");
    }
}
