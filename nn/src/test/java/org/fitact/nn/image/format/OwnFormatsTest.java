package org.fitact.nn.image.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.fit.ImageFit;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.image.source.OwnData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnFormatsTest {

    /**
     * From NumPy:
     *
     * <pre>
     * np.savez_compressed(file, x=np.arange(36, dtype='uint8').reshape(6, 2, 3, 1),
     *                     y=np.array([0, 1, 0, 1, 0, 300], dtype='int64'))
     * np.savez(file, x_train=np.arange(12, dtype='uint8').reshape(2, 2, 3), y_train=np.array([1, 0], dtype='>u2'),
     *          x_test=np.full((1, 2, 3), 9, 'uint8'), y_test=np.array([[2]], dtype='int8'))
     * </pre>
     */
    private static final String UNDIVIDED = """
            UEsDBBQAAAAIAAAAIQAZf6QgcAAAAKQAAAAFABQAeC5ucHkBABAApAAAAAAAAABwAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loF5Taqiu
            o6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GmY6CkY6CsY6CoaaOgq1CmQALgZGJmYWVjZ2Dk4ubh5ePn4BQSFhEVExcQlJKWkZWTl5
            BUUlZQBQSwMEFAAAAAgAAAAhACRRt09PAAAAsAAAAAUAFAB5Lm5weQEAEACwAAAAAAAAAE8AAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWg
            bpNpoa6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaZjqaOgq1ChQALgYoYGRABeh8HagAAFBLAQIUAxQAAAAIAAAAIQAZf6QgcAAA
            AKQAAAAFAAAAAAAAAAAAAACAAQAAAAB4Lm5weVBLAQIUAxQAAAAIAAAAIQAkUbdPTwAAALAAAAAFAAAAAAAAAAAAAACAAacAAAB5Lm5weVBL
            BQYAAAAAAgACAGYAAAAtAQAAAAA=
            """;

    private static final String DIVIDED = """
            UEsDBBQAAAAAAAAAIQDFIoSgjAAAAIwAAAALABQAeF90cmFpbi5ucHkBABAAjAAAAAAAAACMAAAAAAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzog
            J3x1MScsICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgyLCAyLCAzKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAg
            ICAgICAgICAgICAgICAgICAgICAgICAgICAKAAECAwQFBgcICQoLUEsDBBQAAAAAAAAAIQBDRXnghAAAAIQAAAALABQAeV90cmFpbi5ucHkB
            ABAAhAAAAAAAAACEAAAAAAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzogJz51MicsICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgy
            LCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAKAAEAAFBLAwQUAAAAAAAA
            ACEAJXnJ94YAAACGAAAACgAUAHhfdGVzdC5ucHkBABAAhgAAAAAAAACGAAAAAAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzogJ3x1MScsICdmb3J0
            cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgxLCAyLCAzKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg
            ICAgICAgICAgICAgICAKCQkJCQkJUEsDBBQAAAAAAAAAIQA89HMNgQAAAIEAAAAKABQAeV90ZXN0Lm5weQEAEACBAAAAAAAAAIEAAAAAAAAA
            k05VTVBZAQB2AHsnZGVzY3InOiAnfGkxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDEsIDEpLCB9ICAgICAgICAgICAg
            ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoCUEsBAhQDFAAAAAAAAAAhAMUihKCMAAAAjAAAAAsAAAAA
            AAAAAAAAAIABAAAAAHhfdHJhaW4ubnB5UEsBAhQDFAAAAAAAAAAhAENFeeCEAAAAhAAAAAsAAAAAAAAAAAAAAIAByQAAAHlfdHJhaW4ubnB5
            UEsBAhQDFAAAAAAAAAAhACV5yfeGAAAAhgAAAAoAAAAAAAAAAAAAAIABigEAAHhfdGVzdC5ucHlQSwECFAMUAAAAAAAAACEAPPRzDYEAAACB
            AAAACgAAAAAAAAAAAAAAgAFMAgAAeV90ZXN0Lm5weVBLBQYAAAAABAAEAOIAAAAJAwAAAAA=
            """;

    @TempDir
    Path folder;

    private DataSet open(String format, Path place, ImageFit fit) throws IOException {
        return OwnData.parse(format + ":" + place, fit, 5).orElseThrow().open(null);
    }

    private String refusal(String format, Path place) {
        return assertThrows(InvalidFileException.class, () -> open(format, place, ImageFit.NONE))
                .getMessage()
                .replace(folder.toString(), "F");
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static byte[] idx(int magic, int[] extents, int... bytes) {
        ByteBuffer file =
                ByteBuffer.allocate(4 + 4 * extents.length + bytes.length).putInt(magic);
        IntStream.of(extents).forEach(file::putInt);
        IntStream.of(bytes).forEach(value -> file.put((byte) value));
        return file.array();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        }
        return out.toByteArray();
    }

    private static int[] labels(Images images) {
        return IntStream.range(0, images.size()).map(images::label).sorted().toArray();
    }

    /** The image of a class, of which there is one. */
    private static byte[] ofClass(int label, Images images) {
        int[] found = IntStream.range(0, images.size())
                .filter(i -> images.label(i) == label)
                .toArray();
        assertEquals(1, found.length);
        return images.image(found[0]);
    }

    private void writeIdx() throws IOException {
        write("my-train-images-idx3-ubyte", idx(0x803, new int[] {2, 1, 3}, 1, 2, 3, 4, 5, 6));
        write("my-train-labels-idx1-ubyte.gz", gzip(idx(0x801, new int[] {2}, 3, 0)));
        write("t10k-images.idx3-ubyte", idx(0x803, new int[] {1, 1, 3}, 7, 8, 255));
        write("t10k-labels.idx1-ubyte", idx(0x801, new int[] {1}, 4));
    }

    @Test
    void idxFilesOfAnySizeAreReadWithoutPadding() throws IOException {
        writeIdx();
        DataSet data = open("idx", folder, ImageFit.NONE);
        assertEquals(List.of("0", "1", "2", "3", "4"), data.train().classNames());
        assertEquals(1, data.train().height());
        assertArrayEquals(new byte[] {4, 5, 6}, ofClass(0, data.train()));
        assertArrayEquals(new int[] {0, 3}, labels(data.train()));
        assertArrayEquals(new byte[] {7, 8, -1}, data.test().image(0));
        write("classes.txt", "nil\none\ntwo\nthree\nfour\n\n".getBytes(StandardCharsets.UTF_8));
        assertEquals(
                "three",
                open("idx", folder, new ImageFit(0, 1, 3)).test().classNames().get(3));
        assertArrayEquals(
                new byte[] {8, 8, 8},
                open("idx", folder, new ImageFit(0, 1, 3)).test().image(0));
        assertEquals(
                "F: images: size 1x3x1, expected at least 2x2 to crop",
                assertThrows(InvalidFileException.class, () -> open("idx", folder, new ImageFit(0, 2, 0)))
                        .getMessage()
                        .replace(folder.toString(), "F"));
    }

    @Test
    void idxFilesThatDoNotFitAreNamed() throws IOException {
        assertEquals("F: train-images-idx3-ubyte is missing, expected an IDX file", refusal("idx", folder));
        writeIdx();
        write("classes.txt", "a\nb\n".getBytes(StandardCharsets.UTF_8));
        assertEquals("F/classes.txt: number of classes is 2, expected 5 to 65536", refusal("idx", folder));
        write("classes.txt", "a\nb\nc\u0007\nd\ne".getBytes(StandardCharsets.UTF_8));
        assertEquals(
                "F/classes.txt: name of class 2 is unprintable, expected a name for reports", refusal("idx", folder));
        Files.delete(folder.resolve("classes.txt"));
        write("t10k-images.idx3-ubyte", idx(0x803, new int[] {1, 3, 1}, 7, 8, 255));
        assertEquals("F: size of test images is 3x1, expected 1x3 as of those to train on", refusal("idx", folder));
        write("t10k-images.idx3-ubyte", idx(0x803, new int[] {1 << 20, 4096, 4096}));
        assertEquals(
                "F/t10k-images.idx3-ubyte: content is 17592186044416 bytes by its header, expected at most 1073741824",
                refusal("idx", folder));
        write("test-images-idx3-ubyte", new byte[1]);
        assertTrue(refusal("idx", folder).startsWith("F: file is both "), refusal("idx", folder));
    }

    private static byte[] records(int labelBytes, int... labels) {
        byte[] file = new byte[labels.length * (labelBytes + 3072)];
        for (int i = 0; i < labels.length; i++) {
            Arrays.fill(file, i * (labelBytes + 3072), (i + 1) * (labelBytes + 3072), (byte) i);
            file[i * (labelBytes + 3072) + labelBytes - 1] = (byte) labels[i];
        }
        return file;
    }

    @Test
    void cifarFilesMayHaveAnyNumberOfRecords() throws IOException {
        write("data_batch_1.bin", records(1, 2, 0));
        write("data_batch_2.bin", records(1, 1));
        write("test_batch.bin", records(1, 2));
        DataSet data = open("cifar", folder, ImageFit.NONE);
        assertArrayEquals(new int[] {0, 1, 2}, labels(data.train()));
        assertArrayEquals(new int[] {2}, labels(data.test()));
        assertEquals(1, ofClass(0, data.train())[5]);
        write("test_batch.bin", new byte[3074]);
        assertEquals("F/test_batch.bin: length is 3074 bytes, expected records of 3073", refusal("cifar", folder));
        write("train.bin", records(2, 1, 1, 1, 1, 1));
        assertEquals(1, open("cifar", folder, ImageFit.NONE).test().size());
    }

    @Test
    void arraysOfNumPyAreRead() throws IOException {
        Path undivided = write("a.npz", Base64.getMimeDecoder().decode(UNDIVIDED));
        DataSet data = open("npz", undivided, ImageFit.NONE);
        assertEquals("npz:a.npz", data.name());
        assertEquals(301, data.train().classes());
        assertEquals(5, data.train().size());
        assertEquals(0, data.test().label(0));
        assertArrayEquals(new byte[] {30, 31, 32, 33, 34, 35}, ofClass(300, data.train()));
        Path divided = write("b.npz", Base64.getMimeDecoder().decode(DIVIDED));
        assertArrayEquals(
                new int[] {0, 1}, labels(open("npz", divided, ImageFit.NONE).train()));
        assertArrayEquals(
                new int[] {2}, labels(open("npz", divided, ImageFit.NONE).test()));
        assertArrayEquals(
                new byte[] {9, 9, 9, 9, 9, 9},
                open("npz", divided, ImageFit.NONE).test().image(0));
    }

    @Test
    void aBrokenArchiveIsRefused() throws IOException {
        byte[] whole = Base64.getMimeDecoder().decode(UNDIVIDED);
        Path file = write("a.npz", Arrays.copyOf(whole, whole.length / 2));
        assertTrue(refusal("npz", file).startsWith("F/a.npz: archive is broken ("), refusal("npz", file));
        assertEquals(
                "F/none.npz: FILE is not there, expected " + new NpzFile().summary(),
                refusal("npz", folder.resolve("none.npz")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'descr': '<f4', 'fortran_order': False, 'shape': (6, 2, 3), };"
                        + " type is <f4, expected |u1, unsigned bytes",
                "{'descr': '|u1', 'fortran_order': False, 'shape': (6, 3, 2, 2), };"
                        + " shape is [6, 3, 2, 2], expected [n, height, width] or [n, height, width, 1 or 3],"
                        + " sides of at most 4096",
                "{'descr': '|u1', 'fortran_order': False, 'shape': (6, 9999999999), };"
                        + " shape is 6, 9999999999, expected extents below 2³¹",
                "{'descr': '|u1', 'fortran_order': True, 'shape': (6, 2, 3), };"
                        + " header is '{'descr': '|u1', 'fortran_order': True, 'shape': (6, 2, 3), }',"
                        + " expected descr, shape, and C order"
            })
    void anArrayThatIsNoneOfImagesIsRefused(String dictionary, String expected) {
        byte[] text = dictionary.replace("\"", "").getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(10 + text.length);
        file.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        file.put((byte) text.length).put((byte) (text.length >> 8)).put(text);
        String message = assertThrows(
                        InvalidFileException.class,
                        () -> NpyHeader.read("x", new ByteArrayInputStream(file.array()))
                                .requireImages("x", 4096))
                .getMessage();
        assertEquals("x: " + expected, message);
    }

    @Test
    void formsAndPlacesThatAreNoneAreRefused() {
        assertTrue(OwnData.parse("cifar10", ImageFit.NONE, 1).isEmpty());
        String unknown = assertThrows(IllegalArgumentException.class, () -> OwnData.parse("indx:/x", ImageFit.NONE, 1))
                .getMessage();
        assertTrue(unknown.contains("idx"), unknown);
        assertEquals(
                "data are 'idx: ', expected idx:DIR",
                assertThrows(IllegalArgumentException.class, () -> OwnData.parse("idx: ", ImageFit.NONE, 1))
                        .getMessage());
    }
}
