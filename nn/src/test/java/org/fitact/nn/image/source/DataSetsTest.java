package org.fitact.nn.image.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.image.Images;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataSetsTest {

    static int[] labels(Images images) {
        return IntStream.range(0, images.size()).map(images::label).toArray();
    }

    @TempDir
    Path folder;

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] idx(int[] header, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (int field : header) {
            out.writeInt(field);
        }
        out.write(content);
        return bytes.toByteArray();
    }

    private static byte[] images(int count) throws IOException {
        byte[] pixels = new byte[count * 784];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * 31 + i / 784 + 1);
        }
        return idx(new int[] {0x803, count, 28, 28}, pixels);
    }

    private static byte[] labels(int... labels) throws IOException {
        byte[] bytes = new byte[labels.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) labels[i];
        }
        return idx(new int[] {0x801, labels.length}, bytes);
    }

    /** Three training images and two test images. */
    static void writeFashionMnist(Path folder) throws IOException {
        Files.write(folder.resolve(FashionMnist.TRAIN_IMAGES), gzip(images(3)));
        Files.write(folder.resolve(FashionMnist.TRAIN_LABELS), gzip(labels(9, 0, 4)));
        Files.write(folder.resolve(FashionMnist.TEST_IMAGES), gzip(images(2)));
        Files.write(folder.resolve(FashionMnist.TEST_LABELS), gzip(labels(1, 2)));
    }

    @Test
    void fashionMnistIsPaddedOnAllSides() throws IOException {
        writeFashionMnist(Files.createDirectories(folder.resolve("fashion-mnist")));
        Images train = DataSets.open("fashion-mnist", folder).train();
        assertEquals(List.of(9, 0, 4), List.of(train.label(0), train.label(1), train.label(2)));
        byte[] source = images(3);
        for (int i = 0; i < 3; i++) {
            for (int at = 0; at < 1024; at++) {
                int y = at / 32 - 2;
                int x = at % 32 - 2;
                boolean inside = y >= 0 && y < 28 && x >= 0 && x < 28;
                assertEquals(inside ? source[16 + i * 784 + y * 28 + x] : 0, train.image(i)[at]);
            }
        }
    }

    @Test
    void unpackedFilesAreTaken() throws IOException {
        writeFashionMnist(folder);
        Path packed = folder.resolve(FashionMnist.TEST_LABELS);
        Files.delete(packed);
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), labels(1, 2));
        assertEquals(2, DataSets.open("fashion-mnist", folder).test().label(1));
    }

    private InvalidFileException refused(String name, byte[] content) throws IOException {
        writeFashionMnist(folder);
        Files.write(folder.resolve(name), content);
        InvalidFileException refusal =
                assertThrows(InvalidFileException.class, () -> DataSets.open("fashion-mnist", folder));
        assertEquals(folder.resolve(name).toString(), refusal.file());
        assertEquals(1, refusal.getMessage().lines().count());
        return refusal;
    }

    @Test
    void badIdxFilesAreNamedWithTheirField() throws IOException {
        String image = FashionMnist.TRAIN_IMAGES;
        String label = FashionMnist.TRAIN_LABELS;
        assertEquals("magic number", refused(image, gzip(labels(9, 0, 4))).field());
        assertEquals(
                "number of items",
                refused(image, gzip(idx(new int[] {0x803, -3, 28, 28}, new byte[0])))
                        .field());
        assertEquals(
                "image size",
                refused(image, gzip(idx(new int[] {0x803, 3, 0, 28}, new byte[0])))
                        .field());
        assertEquals(
                "image size",
                refused(image, gzip(idx(new int[] {0x803, 1, 1, 1}, new byte[1])))
                        .field());
        assertEquals(
                "content", refused(image, gzip(Arrays.copyOf(images(3), 2000))).field());
        assertEquals(
                "number of columns",
                refused(image, gzip(Arrays.copyOf(images(3), 14))).field());
        assertEquals(
                "length", refused(image, gzip(Arrays.copyOf(images(3), 4000))).field());
        assertEquals("label 1", refused(label, gzip(labels(9, 10, 4))).field());
        assertEquals("number of labels", refused(label, gzip(labels(9, 1))).field());
    }

    /** A file of 60 KB that unpacks to 60 MB, and whose header claims anything. */
    @ParameterizedTest
    @CsvSource({
        "70001, 28, 28, number of items, '70001, expected 1 to 70000'",
        "2147483647, 28, 28, number of items, '2147483647, expected 1 to 70000'",
        "1000, 4096, 4096, image size, '4096x4096, expected 28x28'",
        "2, 28, 28, length, 'larger than its header says, expected no trailing bytes'"
    })
    void nothingIsUnpackedThatTheFormatDoesNotAllow(int count, int rows, int columns, String field, String message)
            throws IOException {
        byte[] bomb = gzip(idx(new int[] {0x803, count, rows, columns}, new byte[60 << 20]));
        assertTrue(bomb.length < 70_000);
        long before = allocated();
        InvalidFileException refusal = refused(FashionMnist.TRAIN_IMAGES, bomb);
        assertTrue(allocated() - before < 4 << 20, "bytes allocated: " + (allocated() - before));
        assertEquals(field, refusal.field());
        assertEquals(refusal.file() + ": " + field + " is " + message, refusal.getMessage());
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @Test
    void everyTruncationAndCorruptionOfTheGzipIsRefused() throws IOException {
        byte[] whole = gzip(labels(9, 0, 4));
        for (int length = 0; length < whole.length; length++) {
            assertEquals(
                    "gzip stream",
                    refused(FashionMnist.TRAIN_LABELS, Arrays.copyOf(whole, length))
                            .field());
        }
        byte[] wrongCrc = whole.clone();
        wrongCrc[whole.length - 8] ^= 1;
        assertTrue(refused(FashionMnist.TRAIN_LABELS, wrongCrc).found().startsWith("corrupt"));
        byte[] wrongMagic = whole.clone();
        wrongMagic[0] ^= 1;
        assertTrue(refused(FashionMnist.TRAIN_LABELS, wrongMagic).found().startsWith("corrupt"));
    }

    /** Two training files of three records and a test file of two; the label of CIFAR-100 is the second byte. */
    static Cifar smallCifar(int labelBytes, List<RemoteFile> remote) {
        List<String> classes = labelBytes == 1 ? CifarClasses.TEN : CifarClasses.HUNDRED;
        return new Cifar("small", classes, labelBytes, List.of("one.bin", "two.bin"), 3, "test.bin", 2, "sub", remote);
    }

    static byte[] records(int labelBytes, int... labels) {
        byte[] bytes = new byte[labels.length * (labelBytes + 3072)];
        for (int i = 0; i < labels.length; i++) {
            int start = i * (labelBytes + 3072);
            bytes[start] = 19;
            bytes[start + labelBytes - 1] = (byte) labels[i];
            for (int p = 0; p < 3072; p++) {
                bytes[start + labelBytes + p] = (byte) (p * 7 + p / 1024 + i);
            }
        }
        return bytes;
    }

    static void writeCifar(Path folder, int labelBytes) throws IOException {
        Files.write(folder.resolve("one.bin"), records(labelBytes, 9, 8, 7));
        Files.write(folder.resolve("two.bin"), records(labelBytes, 6, 5, 4));
        Files.write(folder.resolve("test.bin"), records(labelBytes, 3, 2));
    }

    @ParameterizedTest
    @CsvSource({"1, ''", "2, ''", "1, sub", "1, small", "2, small/sub"})
    void cifarBecomesChannelsLast(int labelBytes, String place) throws IOException {
        writeCifar(Files.createDirectories(folder.resolve(place)), labelBytes);
        DataSet data = smallCifar(labelBytes, List.of()).open(folder);
        assertArrayEquals(new int[] {9, 8, 7, 6, 5, 4}, labels(data.train()));
        assertArrayEquals(new int[] {3, 2}, labels(data.test()));
        byte[] image = data.train().image(4);
        for (int i = 0; i < 1024; i++) {
            for (int c = 0; c < 3; c++) {
                assertEquals((byte) ((c * 1024 + i) * 7 + c + 1), image[3 * i + c]);
            }
        }
    }

    @Test
    void badCifarFilesAreNamedWithTheirField() throws IOException {
        Cifar cifar = smallCifar(1, List.of());
        writeCifar(folder, 1);
        Path file = folder.resolve("two.bin");
        Files.write(file, records(1, 6, 10, 4));
        InvalidFileException label = assertThrows(InvalidFileException.class, () -> cifar.open(folder));
        assertEquals(file + ": label of record 1 is 10, expected 0 to 9", label.getMessage());
        for (int length : new int[] {0, 2 * 3073, 3 * 3073 - 1, 3 * 3073 + 1}) {
            Files.write(file, new byte[length]);
            InvalidFileException wrong = assertThrows(InvalidFileException.class, () -> cifar.open(folder));
            assertEquals("length", wrong.field());
            assertEquals(file.toString(), wrong.file());
        }
        Files.delete(file);
        InvalidFileException missing = assertThrows(InvalidFileException.class, () -> cifar.open(folder));
        assertEquals("file two.bin", missing.field());
    }

    @Test
    void theOfficialLayoutsAreThoseOfThePublisher() {
        assertEquals(100, Cifar.cifar100().classNames().stream().distinct().count());
        assertEquals(CifarClasses.HUNDRED.stream().sorted().toList(), CifarClasses.HUNDRED);
        assertEquals(
                List.of(
                        "data_batch_1.bin",
                        "data_batch_2.bin",
                        "data_batch_3.bin",
                        "data_batch_4.bin",
                        "data_batch_5.bin",
                        "test_batch.bin"),
                Cifar.cifar10().files());
    }

    @Test
    void anUnknownNameGetsTheNearestOne() {
        String message = assertThrows(IllegalArgumentException.class, () -> DataSets.open("Cifar-10", folder))
                .getMessage();
        assertTrue(message.startsWith("unknown data set 'Cifar-10': did you mean 'cifar10'?"), message);
        assertThrows(InvalidFileException.class, () -> DataSets.open("cifar10", folder.resolve("nowhere")));
    }
}
