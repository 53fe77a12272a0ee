package org.fitact.nn.image.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.fit.ImageFit;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.image.source.OwnData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arrays in files of their own, and links in folders of any form. */
class NpyFolderTest {

    @TempDir
    private Path scratch;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(scratch.resolve("in"));
    }

    private DataSet open(String format) throws IOException {
        return OwnData.parse(format + ":" + folder, ImageFit.NONE, 5)
                .orElseThrow()
                .open(null);
    }

    private String refusal(String format) {
        return assertThrows(InvalidFileException.class, () -> open(format))
                .getMessage()
                .replace(scratch.toString(), "S");
    }

    /** A file as {@code np.save} writes it. */
    private static byte[] array(String type, String shape, int... bytes) {
        String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
        ByteBuffer file = ByteBuffer.allocate(10 + header.length() + bytes.length);
        file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
        file.put(header.getBytes(StandardCharsets.UTF_8));
        IntStream.of(bytes).forEach(value -> file.put((byte) value));
        return file.array();
    }

    private void write(String name, byte[] content) throws IOException {
        Files.write(folder.resolve(name), content);
    }

    private void writeDivided() throws IOException {
        write("x_train.npy", array("|u1", "(2, 1, 3)", 1, 2, 3, 4, 5, 6));
        write("y_train.npy", array("|u1", "(2,)", 1, 0));
        write("x_test.npy", array("|u1", "(1, 1, 3, 1)", 7, 8, 9));
        write("y_test.npy", array("<i2", "(1,)", 2, 0));
    }

    private static byte[] ofClass(int label, Images images) {
        return images.image(IntStream.range(0, images.size())
                .filter(i -> images.label(i) == label)
                .findFirst()
                .orElseThrow());
    }

    @Test
    void arraysInFilesOfTheirOwn() throws IOException {
        writeDivided();
        DataSet data = open("npy");
        assertEquals(List.of("0", "1", "2"), data.train().classNames());
        assertArrayEquals(new byte[] {4, 5, 6}, ofClass(0, data.train()));
        assertArrayEquals(new byte[] {1, 2, 3}, ofClass(1, data.train()));
        assertArrayEquals(new byte[] {7, 8, 9}, data.test().image(0));
        write("classes.txt", "a\nb\nc\n".getBytes(StandardCharsets.UTF_8));
        assertEquals(List.of("a", "b", "c"), open("npy").test().classNames());
    }

    @Test
    void undividedArraysGiveAFifthOfEachClass() throws IOException {
        write("x.npy", array("|u1", "(10, 1, 1)", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
        write("y.npy", array("|u1", "(10,)", 0, 0, 0, 0, 0, 1, 1, 1, 1, 1));
        DataSet data = open("npy");
        assertArrayEquals(new int[] {4, 4}, data.train().classCounts());
        assertArrayEquals(new int[] {1, 1}, data.test().classCounts());
    }

    @Test
    void whatIsMissingOrOfAnotherSizeIsNamed() throws IOException {
        assertEquals("S/in: file x_train.npy or x.npy is missing, expected an array of NumPy's save", refusal("npy"));
        writeDivided();
        write("x_test.npy", array("|u1", "(1, 1, 2)", 7, 8));
        assertEquals("S/in/x_test.npy: size is 1x2x1, expected 1x3x1 of x_train", refusal("npy"));
        write("x_train.npy", array("|u1", "(2, 1, 3)", 1, 2, 3, 4, 5));
        assertEquals("S/in/x_train.npy: content is 5 bytes, expected 6 by its header", refusal("npy"));
        Files.delete(folder.resolve("y_train.npy"));
        write("x_train.npy", array("|u1", "(2, 1, 3)", 1, 2, 3, 4, 5, 6));
        assertEquals("S/in/y_train.npy: file is not to be reached, expected one in S/in", refusal("npy"));
    }

    /** Images are read when they are wanted; a file that was cut since is named then. */
    @Test
    void aFileThatIsCutAfterItWasOpened() throws IOException {
        writeDivided();
        NpyHeader header = NpyImages.header(folder.resolve("x_train.npy"));
        Images images = new NpyImages("a", folder.resolve("x_train.npy"), header, List.of("0", "1"), new int[] {1, 0});
        write("x_train.npy", array("|u1", "(2, 1, 3)", 1, 2, 3, 4));
        assertArrayEquals(new byte[] {1, 2, 3}, images.image(0));
        String message = assertThrows(UncheckedIOException.class, () -> images.image(1))
                .getCause()
                .getMessage();
        assertTrue(
                message.endsWith("x_train.npy: image 1 is cut off, expected 3 bytes, as when it was opened"), message);
    }

    /** As in folders of image files: a link stays below the folder, or is refused. */
    @Test
    void noLinkLeadsOutOfAFolder() throws IOException {
        writeDivided();
        Files.move(folder.resolve("x_train.npy"), scratch.resolve("x_train.npy"));
        Files.createSymbolicLink(folder.resolve("x_train.npy"), scratch.resolve("x_train.npy"));
        assertEquals("S/in/x_train.npy: link is one to S/x_train.npy, expected one to a place in S/in", refusal("npy"));
        Files.delete(folder.resolve("x_train.npy"));
        Files.createDirectory(folder.resolve("deep"));
        Files.move(scratch.resolve("x_train.npy"), folder.resolve("deep").resolve("x"));
        Files.createSymbolicLink(folder.resolve("x_train.npy"), Path.of("deep/x"));
        assertEquals(2, open("npy").train().size());

        Path secret = Files.write(scratch.resolve("secret"), new byte[3073]);
        Files.createSymbolicLink(folder.resolve("data_batch_1.bin"), secret);
        assertEquals(
                "S/in/data_batch_1.bin: link is one to S/secret, expected one to a place in S/in", refusal("cifar"));
        Files.delete(folder.resolve("data_batch_1.bin"));
        write("data_batch_1.bin", new byte[2 * 3073]);
        Files.createSymbolicLink(folder.resolve("test_batch.bin"), scratch.resolve("nowhere"));
        assertEquals("S/in/test_batch.bin: link is one to nowhere, expected one to a place in S/in", refusal("cifar"));

        Files.createSymbolicLink(folder.resolve("train-images-idx3-ubyte"), secret);
        write("train-labels-idx1-ubyte", new byte[8]);
        assertEquals(
                "S/in/train-images-idx3-ubyte: link is one to S/secret, expected one to a place in S/in",
                refusal("idx"));
    }
}
