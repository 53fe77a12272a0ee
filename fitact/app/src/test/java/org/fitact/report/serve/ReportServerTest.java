package org.fitact.report.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.fitact.store.TrialStoreException;
import org.fitact.study.StudyFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server of a campaign's report says, to whom, and that the campaign does not notice. */
class ReportServerTest {

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private LiveStudy study;
    private ReportServer server;

    @BeforeEach
    void serve() throws IOException {
        study = new LiveStudy(folder);
        server = new ReportServer(new LiveReport(new StudyFolder(folder), 0), 0);
    }

    @AfterEach
    void stop() {
        server.close();
        study.close();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(server.address().resolve(path));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(to(path));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** The first line of the answer to a request that no client would send. */
    private String raw(String request) throws IOException {
        try (Socket socket =
                new Socket(server.address().getHost(), server.address().getPort())) {
            socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.lines().findFirst().orElse("nothing");
        }
    }

    @Test
    void thePageGrowsWithItsCampaign() throws Exception {
        List<String> before = files();
        HttpResponse<String> first = get("/");
        assertEquals(200, first.statusCode());
        assertEquals(
                "text/html; charset=utf-8",
                first.headers().firstValue("Content-Type").orElseThrow());
        assertTrue(first.body().contains("0 trials of at most 20, last written "), first.body());
        assertTrue(first.body().contains("No trial has been run yet"), "what the report says of that");
        study.trial(0);
        study.trial(1);
        HttpResponse<String> second = get("/");
        assertTrue(second.body().contains("8 trials of at most 20, last written "), second.body());
        assertTrue(second.body().contains("<td class=\"n\">"), "a table");
        assertTrue(second.body().contains("lenet5 on digits &lt;1&gt;</h1>"), "escaped");
        JsonNode results = new ObjectMapper().readTree(get("/results.json").body());
        assertEquals(0.805, results.at("/schemes/1/points/0/mean").asDouble(), 1e-12);
        assertEquals(9, get("/trials.csv").body().lines().count());
        assertEquals(before, files(), "nothing is written beside the campaign");
        study.trial(2);
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() throws Exception {
        String tag = get("/").headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> same = send(to("/").header("If-None-Match", tag));
        assertEquals(304, same.statusCode());
        assertEquals("", same.body());
        study.trial(0);
        HttpResponse<String> newer = send(to("/").header("If-None-Match", tag));
        assertEquals(200, newer.statusCode());
        assertNotEquals(tag, newer.headers().firstValue("ETag").orElseThrow());
    }

    @Test
    void headIsGetWithoutItsBody() throws Exception {
        HttpResponse<byte[]> whole = client.send(to("/").build(), HttpResponse.BodyHandlers.ofByteArray());
        HttpResponse<byte[]> head = client.send(to("/").HEAD().build(), HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(200, head.statusCode());
        assertEquals(
                whole.body().length,
                head.headers().firstValueAsLong("Content-Length").orElseThrow());
        assertArrayEquals(new byte[0], head.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
    void nothingElseIsAnswered(String method) throws Exception {
        HttpResponse<String> refused = send(to("/").method(method, HttpRequest.BodyPublishers.ofString("x")));
        assertEquals(405, refused.statusCode());
        assertEquals("GET, HEAD", refused.headers().firstValue("Allow").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/trials.db",
                "/../trials.db",
                "/figures/../trials.db",
                "/%2e%2e/trials.db",
                "/..%2ftrials.db",
                "/results.json/",
                "/results.json%00",
                "/RESULTS.JSON",
                "/.",
                "/etc/passwd",
                "/<script>"
            })
    void noFileIsReachedByAName(String path) throws IOException {
        String line = raw("GET " + path + " HTTP/1.1\nHost: localhost\nConnection: close\n\n");
        assertTrue(line.startsWith("HTTP/1.1 404 ") || line.startsWith("HTTP/1.1 400 "), line);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "localhost            | 200",
                "localhost:1          | 200",
                "127.0.0.1:65535      | 200",
                "[::1]:8600           | 200",
                "evil.example         | 421",
                "evil.example:8600    | 421",
                "localhost.evil.example | 421",
                "127.0.0.1.evil.example:80 | 421",
                "127.0.0.2            | 421",
                "0.0.0.0              | 421",
                "localhost@evil.example | 421",
                "localhost:x          | 421",
                "[::1                 | 421",
                "none                 | 400"
            })
    void onlyWhoAsksForThisMachineIsAnswered(String host, int status) throws IOException {
        String field = host == null ? "" : "Host: " + host + "\n";
        String line = raw("GET / HTTP/1.1\n" + field + "Connection: close\n\n");
        assertTrue(line.startsWith("HTTP/1.1 " + status + " "), line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example/", "//evil.example/", "http://localhost/"})
    void anAddressIsAPath(String target) throws IOException {
        String line = raw("GET " + target + " HTTP/1.1\nHost: localhost\nConnection: close\n\n");
        assertTrue(line.startsWith("HTTP/1.1 400 "), line);
        assertTrue(raw("GET / HTTP/1.1\nHost: localhost\nHost: evil.example\nConnection: close\n\n")
                .startsWith("HTTP/1.1 400 "));
    }

    @Test
    void aPageOfAnotherSiteIsKeptOut() throws Exception {
        var headers = get("/").headers();
        assertEquals(
                "same-origin",
                headers.firstValue("Cross-Origin-Resource-Policy").orElseThrow());
        assertEquals(
                "frame-ancestors 'none'",
                headers.firstValue("Content-Security-Policy").orElseThrow());
        assertEquals("nosniff", headers.firstValue("X-Content-Type-Options").orElseThrow());
        assertFalse(headers.map().keySet().stream().anyMatch(name -> name.startsWith("access-control")));
        assertTrue(
                server.address().getHost().matches("127\\.0\\.0\\.1|\\[::1]"),
                server.address().toString());
    }

    @Test
    void whatIsNoLongerThereIsSaid() throws Exception {
        Path trials = folder.resolve("trials.db");
        Files.move(trials, folder.resolve("moved.db"));
        HttpResponse<String> gone = get("/");
        Files.move(folder.resolve("moved.db"), trials);
        assertEquals(503, gone.statusCode());
        assertTrue(gone.body().contains("trials.db: no such file"), gone.body());
        assertEquals(1, gone.body().lines().count());
        assertEquals(200, get("/").statusCode());
    }

    @Test
    void aFolderWithoutACampaignIsRefused() {
        StudyFolder other = new StudyFolder(folder.resolve("other"));
        String message = assertThrows(TrialStoreException.class, () -> new LiveReport(other, 0))
                .getMessage();
        assertTrue(message.endsWith("trials.db: no such file, expected the trials of a campaign"), message);
    }

    /** A campaign that writes without a pause is read all the same. */
    @Test
    void aBusyCampaignIsRead() throws Exception {
        Thread campaign = new Thread(() -> {
            for (int trial = 0; trial < 400 && !Thread.currentThread().isInterrupted(); trial++) {
                study.trial(trial);
            }
        });
        campaign.start();
        try {
            for (int i = 0; i < 10; i++) {
                assertEquals(200, get("/trials.csv").statusCode());
            }
        } finally {
            campaign.interrupt();
            campaign.join();
        }
    }
}
