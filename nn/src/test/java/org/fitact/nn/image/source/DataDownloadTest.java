package org.fitact.nn.image.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.fitact.nn.InvalidFileException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDownloadTest {

    @TempDir
    Path folder;

    private HttpServer server;
    private byte[] content;
    private int status = 200;
    private boolean understandsRange = true;
    private int cutAfter = Integer.MAX_VALUE;
    private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void start() throws IOException {
        content = archive("some-folder/", "one.bin", "two.bin", "test.bin");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String range = exchange.getRequestHeaders().getFirst("Range");
            ranges.add(String.valueOf(range));
            if (status != 200) {
                exchange.sendResponseHeaders(status, -1);
                return;
            }
            boolean partial = understandsRange && range != null;
            int from = partial ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
            if (partial && from >= content.length) {
                exchange.sendResponseHeaders(416, -1);
                return;
            }
            if (partial) {
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
            }
            exchange.sendResponseHeaders(partial ? 206 : 200, content.length - from);
            int until = (int) Math.min(content.length, (long) from + cutAfter);
            exchange.getResponseBody().write(content, from, until - from);
            exchange.getResponseBody().flush();
        }
    }

    private Cifar source(String md5) {
        String host = server.getAddress().getAddress().getHostAddress();
        String address = "http://" + host + ":" + server.getAddress().getPort() + "/dir/small.tar.gz";
        return DataSetsTest.smallCifar(1, List.of(RemoteFile.of(address, md5)));
    }

    private Cifar source() throws IOException {
        return source(Checksum.md5(Files.write(folder.resolve("to-sum"), content)));
    }

    private static byte[] archive(String prefix, String... names) throws IOException {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        entry(tar, prefix, '5', new byte[0]);
        entry(tar, prefix + "readme.html", '0', new byte[700]);
        for (String name : names) {
            int[] labels = name.equals("test.bin") ? new int[] {3, 2} : new int[] {9, 8, 7};
            entry(tar, prefix + name, '0', DataSetsTest.records(1, labels));
        }
        tar.write(new byte[1024]);
        return DataSetsTest.gzip(tar.toByteArray());
    }

    private static void entry(ByteArrayOutputStream tar, String name, char type, byte[] content) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000644");
        put(header, 124, String.format("%011o", content.length));
        put(header, 148, "        ");
        header[156] = (byte) type;
        put(header, 257, "ustar");
        int sum = 0;
        for (byte b : header) {
            sum += b & 255;
        }
        put(header, 148, String.format("%06o\0 ", sum));
        tar.writeBytes(header);
        tar.writeBytes(content);
        tar.writeBytes(new byte[-content.length & 511]);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("small"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void anArchiveIsFetchedCheckedAndUnpacked() throws IOException {
        List<Long> progress = new ArrayList<>();
        DataDownload.Result result = DataDownload.get(source(), folder, (file, done, total) -> {
            assertEquals(content.length, total);
            progress.add(done);
        });
        assertArrayEquals(
                new int[] {9, 8, 7, 9, 8, 7}, DataSetsTest.labels(result.data().train()));
        assertEquals(List.of("one.bin", "test.bin", "two.bin"), left());
        assertEquals(content.length, progress.getLast());
        assertEquals(progress.stream().sorted().toList(), progress);
        DataDownload.get(source(), folder, DownloadProgress.SILENT);
        assertEquals(1, ranges.size(), "a second call has nothing to fetch");
    }

    @Test
    void aDownloadGoesOnWhereItEnded() throws IOException {
        Path partial = Files.createDirectories(folder.resolve("small")).resolve("small.tar.gz.partial");
        Files.write(partial, Arrays.copyOf(content, 100));
        DataDownload.get(source(), folder, DownloadProgress.SILENT);
        assertEquals(List.of("bytes=100-"), ranges);
    }

    @Test
    void aDownloadThatWasKilledBeforeOrAfterItsUnpackingLeavesNothingAndNeedsNoNetwork() throws IOException {
        Path partial = Files.createDirectories(folder.resolve("small")).resolve("small.tar.gz.partial");
        Files.write(partial, content);
        DataDownload.get(source(), folder, DownloadProgress.SILENT);
        assertEquals(List.of("one.bin", "test.bin", "two.bin"), left());
        Files.write(partial, content);
        DataDownload.get(source(), folder, DownloadProgress.SILENT);
        assertEquals(List.of("one.bin", "test.bin", "two.bin"), left());
        Files.write(partial, Arrays.copyOf(content, 100));
        DataDownload.copy(source(), folder.resolve("small"), folder, DownloadProgress.SILENT);
        assertEquals(List.of("one.bin", "test.bin", "two.bin"), left());
        assertEquals(List.of(), ranges);
    }

    @Test
    void anArchiveThatTheUserPutThereIsUnpackedAndStays() throws IOException {
        Path archive = Files.createDirectories(folder.resolve("small")).resolve("small.tar.gz");
        Files.write(archive, content);
        DataDownload.get(source(), folder, DownloadProgress.SILENT);
        assertEquals(List.of("one.bin", "small.tar.gz", "test.bin", "two.bin"), left());
        assertEquals(List.of(), ranges);
    }

    @Test
    void aServerWithoutRangesSendsAllAgain() throws IOException {
        understandsRange = false;
        Path partial = Files.createDirectories(folder.resolve("small")).resolve("small.tar.gz.partial");
        Files.write(partial, new byte[100]);
        assertEquals(
                6,
                DataDownload.get(source(), folder, DownloadProgress.SILENT)
                        .data()
                        .train()
                        .size());
    }

    @Test
    void aDamagedOrOverlongPartIsFetchedAnew() throws IOException {
        Path partial = Files.createDirectories(folder.resolve("small")).resolve("small.tar.gz.partial");
        for (int length : new int[] {100, content.length, content.length + 5}) {
            Files.write(partial, new byte[length]);
            DataDownload.get(source(), folder, DownloadProgress.SILENT);
            assertEquals("null", ranges.getLast());
            Files.delete(folder.resolve("small/one.bin"));
        }
    }

    @Test
    void aCutConnectionIsTakenUpAgain() throws IOException {
        cutAfter = content.length / 3 + 1;
        DataDownload.get(source(), folder, DownloadProgress.SILENT);
        assertEquals(3, ranges.size());
    }

    @Test
    void aConnectionThatKeepsBreakingKeepsWhatArrived() throws IOException {
        cutAfter = 10;
        IOException failure =
                assertThrows(IOException.class, () -> DataDownload.get(source(), folder, DownloadProgress.SILENT));
        assertTrue(failure.getMessage().contains("cut after 40 bytes"), failure.getMessage());
        assertEquals(List.of("small.tar.gz.partial"), left());
        assertArrayEquals(Arrays.copyOf(content, 40), Files.readAllBytes(folder.resolve("small/small.tar.gz.partial")));
    }

    @Test
    void aWrongChecksumLeavesNothing() throws IOException {
        Cifar source = source("0".repeat(32));
        InvalidFileException failure = assertThrows(
                InvalidFileException.class, () -> DataDownload.get(source, folder, DownloadProgress.SILENT));
        assertEquals("MD5", failure.field());
        assertEquals("0".repeat(32), failure.expected());
        assertEquals(List.of(), left());
    }

    @Test
    void aStatusOtherThanOkIsNamed() throws IOException {
        status = 404;
        IOException failure =
                assertThrows(IOException.class, () -> DataDownload.get(source(), folder, DownloadProgress.SILENT));
        assertTrue(failure.getMessage().endsWith("HTTP status 404, expected 200"), failure.getMessage());
        assertEquals(List.of(), left());
    }

    @Test
    void withoutNetworkTheWayOutIsNamed() throws IOException {
        int closedPort;
        try (ServerSocket socket = new ServerSocket(0)) {
            closedPort = socket.getLocalPort();
        }
        for (String host : List.of("127.0.0.1:" + closedPort, "host.invalid")) {
            Cifar source = DataSetsTest.smallCifar(1, List.of(RemoteFile.of("http://" + host + "/x.tar.gz", "")));
            String message = assertThrows(
                            NoNetworkException.class, () -> DataDownload.get(source, folder, DownloadProgress.SILENT))
                    .getMessage();
            assertTrue(message.contains(host.split(":")[0]) && message.contains("--from"), message);
            assertEquals(1, message.lines().count());
        }
    }

    @Test
    void anArchiveThatIsDamagedOrLacksAFileIsRefusedAndNoHalfFileStays() throws IOException {
        content = archive("../../", "one.bin", "test.bin");
        InvalidFileException missing = assertThrows(
                InvalidFileException.class, () -> DataDownload.get(source(), folder, DownloadProgress.SILENT));
        assertEquals("entry two.bin", missing.field());
        byte[] whole = archive("x/", "one.bin", "two.bin", "test.bin");
        for (int length = 1; length < whole.length - 60; length += 13) {
            Path from = Files.createDirectories(folder.resolve("from"));
            Files.write(from.resolve("small.tar.gz"), Arrays.copyOf(whole, length));
            Path target = folder.resolve("target" + length);
            assertThrows(
                    InvalidFileException.class,
                    () -> DataDownload.copy(source(), from, target, DownloadProgress.SILENT));
            try (Stream<Path> files = Files.list(target.resolve("small"))) {
                assertFalse(files.anyMatch(file -> file.toString().endsWith(".partial")));
            }
        }
    }

    /** Takes an archive from a folder that must refuse it and leave nothing that could be taken for the data set. */
    private InvalidFileException refusedArchive(byte[]... entries) throws IOException {
        Path from = Files.createDirectories(folder.resolve("from"));
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        for (byte[] entry : entries) {
            tar.writeBytes(entry);
        }
        Files.write(from.resolve("small.tar.gz"), DataSetsTest.gzip(tar.toByteArray()));
        Cifar source = source();
        InvalidFileException refused = assertThrows(
                InvalidFileException.class, () -> DataDownload.copy(source, from, folder, DownloadProgress.SILENT));
        assertEquals(Optional.empty(), source.find(folder));
        assertEquals(List.of(), left());
        return refused;
    }

    private static byte[] entry(String name, byte[] content) {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        entry(tar, name, '0', content);
        return tar.toByteArray();
    }

    @Test
    void anEntryOfAnotherLengthThanItsFormatDemandsIsNotUnpacked() throws IOException {
        InvalidFileException refused = refusedArchive(entry("x/one.bin", new byte[32 << 20]));
        assertEquals("entry one.bin", refused.field());
        assertEquals((32 << 20) + " bytes", refused.found());
        assertEquals("" + 3 * 3073, refused.expected());
    }

    @Test
    void whatIsPassedOverHasALimit() throws IOException {
        byte[] readMe = entry("x/readme.html", new byte[9 << 20]);
        InvalidFileException refused = refusedArchive(readMe, readMe, entry("x/one.bin", new byte[3 * 3073]));
        assertEquals("at most " + (16 << 20), refused.expected());
    }

    @Test
    void filesThatAreNotTheDataSetDoNotStay() throws IOException {
        byte[] three = DataSetsTest.records(1, 9, 8, 10);
        InvalidFileException refused = refusedArchive(
                entry("one.bin", three), entry("two.bin", three), entry("test.bin", DataSetsTest.records(1, 1, 2)));
        assertEquals("label of record 2", refused.field());
    }

    @Test
    void filesAreTakenFromAFolderAfterTheyWereChecked() throws IOException {
        Path from = Files.createDirectories(folder.resolve("from"));
        DataSetsTest.writeFashionMnist(from);
        DataDownload.Result result = DataDownload.copy(new FashionMnist(), from, folder, DownloadProgress.SILENT);
        assertEquals(3, result.data().train().size());
        assertEquals(4, result.warnings().size(), "none of these is the official file");
        Files.write(from.resolve(FashionMnist.TEST_LABELS), new byte[3]);
        Path other = folder.resolve("other");
        assertThrows(
                InvalidFileException.class,
                () -> DataDownload.copy(new FashionMnist(), from, other, DownloadProgress.SILENT));
        assertFalse(Files.exists(other), "nothing is copied when a file is bad");
    }

    @Test
    void anArchiveInTheFolderIsUnpacked() throws IOException {
        Path from = Files.createDirectories(folder.resolve("from"));
        Files.write(from.resolve("small.tar.gz"), content);
        assertEquals(
                List.of(),
                DataDownload.copy(source(), from, folder, DownloadProgress.SILENT)
                        .warnings());
        assertEquals(List.of("one.bin", "test.bin", "two.bin"), left());
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertThrows(
                InvalidFileException.class,
                () -> DataDownload.copy(source(), empty, folder.resolve("other"), DownloadProgress.SILENT));
    }
}
