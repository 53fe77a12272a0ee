package org.fitact.bench.soak;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.fitact.nn.image.source.Cifar;
import org.fitact.nn.image.source.RemoteFile;
import org.fitact.tensor.random.PhiloxRandom;

/** Images of noise in the forms of real data sets: noise does not compress, so that files take their time. */
final class SampleData {

    private static final int SIDE = 28;
    private static final int CIFAR_PIXELS = 3 * 32 * 32;
    private static final int CLASSES = 10;
    private static final int BLOCK = 512;

    private static final String TRAIN = "train.bin";
    private static final String TEST = "test.bin";
    private static final int TRAIN_RECORDS = 800;
    private static final int TEST_RECORDS = 200;

    /** The files of {@link #source}. */
    static final List<String> FILES = List.of(TRAIN, TEST);

    /** The archive that holds them. */
    static final String ARCHIVE = "noise.tar.gz";

    private final PhiloxRandom random;

    SampleData(long seed) {
        this.random = new PhiloxRandom(seed, 0);
    }

    /** Writes the four files of Fashion-MNIST. */
    void writeFashionMnist(Path folder, int train, int test) throws IOException {
        Files.createDirectories(folder);
        writeIdx(folder, "train", train);
        writeIdx(folder, "t10k", test);
    }

    private void writeIdx(Path folder, String prefix, int images) throws IOException {
        ByteBuffer pixels = ByteBuffer.allocate(16 + images * SIDE * SIDE);
        pixels.putInt(0x803).putInt(images).putInt(SIDE).putInt(SIDE).put(noise(images * SIDE * SIDE));
        ByteBuffer labels = ByteBuffer.allocate(8 + images);
        labels.putInt(0x801).putInt(images).put(labels(images));
        Files.write(folder.resolve(prefix + "-images-idx3-ubyte.gz"), gzip(pixels.array()));
        Files.write(folder.resolve(prefix + "-labels-idx1-ubyte.gz"), gzip(labels.array()));
    }

    /** The files of a small data set in the form of CIFAR-10, and {@link #ARCHIVE}, which holds them. */
    Map<String, byte[]> cifarFiles() throws IOException {
        byte[] train = records(TRAIN_RECORDS);
        byte[] test = records(TEST_RECORDS);
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        entry(tar, "noise/" + TRAIN, train);
        entry(tar, "noise/" + TEST, test);
        tar.write(new byte[2 * BLOCK]);
        return Map.of(TRAIN, train, TEST, test, ARCHIVE, gzip(tar.toByteArray()));
    }

    /** That data set, with addresses of one's own. */
    static Cifar source(List<RemoteFile> remote) {
        List<String> classes = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        return new Cifar("noise", classes, 1, List.of(TRAIN), TRAIN_RECORDS, TEST, TEST_RECORDS, "noise", remote);
    }

    static String md5(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    private byte[] records(int count) {
        ByteBuffer records = ByteBuffer.allocate(count * (1 + CIFAR_PIXELS));
        for (byte label : labels(count)) {
            records.put(label).put(noise(CIFAR_PIXELS));
        }
        return records.array();
    }

    private byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] labels(int count) {
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (byte) (i % CLASSES);
        }
        return labels;
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    /** POSIX.1-1988, the fields that a reader needs: name, mode, size, checksum, type. */
    private static void entry(ByteArrayOutputStream tar, String name, byte[] content) throws IOException {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644");
        put(header, 124, String.format(Locale.ROOT, "%011o", content.length));
        put(header, 148, "        ");
        put(header, 156, "0");
        put(header, 257, "ustar");
        int sum = 0;
        for (byte b : header) {
            sum += Byte.toUnsignedInt(b);
        }
        put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
        tar.write(header);
        tar.write(content);
        tar.write(new byte[-content.length & (BLOCK - 1)]);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
