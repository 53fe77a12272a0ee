package org.fitact.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.fitact.InProcess;
import org.fitact.cli.Main;
import org.fitact.report.serve.LiveStudy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeCommandTest {

    @TempDir
    private Path folder;

    private static String refused(int code, String... args) {
        InProcess program = new InProcess();
        assertEquals(code, program.fitact((Object[]) args), program::err);
        assertEquals("", program.out());
        assertEquals(1, program.err().lines().count(), program.err());
        return program.err().strip();
    }

    @Test
    void aCampaignAtWorkIsServedUntilItIsInterrupted() throws Exception {
        StringWriter err = new StringWriter();
        FutureTask<Integer> serving;
        try (LiveStudy study = new LiveStudy(folder);
                PipedReader lines = new PipedReader();
                PrintWriter out = new PrintWriter(new PipedWriter(lines), true)) {
            serving = new FutureTask<>(() -> {
                int code = Main.run(out, new PrintWriter(err, true), "serve", folder.toString(), "--port", "0");
                out.close();
                return code;
            });
            Thread thread = new Thread(serving);
            thread.start();
            BufferedReader printed = new BufferedReader(lines);
            String line = printed.readLine();
            assertTrue(line != null && line.matches("report: http://\\S+:[1-9]\\d*/ \\(Ctrl-C ends\\)"), line + err);
            URI address = URI.create(line.split(" ")[1]);
            HttpResponse<String> page = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
            assertTrue(page.body().contains("0 trials of at most 20"), page.body());
            thread.interrupt();
            assertEquals(0, serving.get(), err::toString);
            study.trial(0);
        }
    }

    @Test
    void whatIsNoCampaignIsOneLine() throws Exception {
        assertEquals(
                "fitact: " + folder.resolve("trials.db") + ": no such file, expected the trials of a campaign",
                refused(1, "serve", folder.toString()));
        Files.writeString(folder.resolve("trials.db"), "of another program, but long enough".repeat(200));
        assertTrue(refused(1, "serve", folder.toString()).startsWith("fitact: " + folder.resolve("trials.db") + ": "));
        assertTrue(refused(2, "serve", folder.toString(), "--port", "65536").contains("--port is 65536, expected"));
    }

    @Test
    void aPortThatIsTakenIsSaid() throws Exception {
        try (LiveStudy study = new LiveStudy(folder);
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            study.trial(0);
            String port = Integer.toString(taken.getLocalPort());
            String line = refused(1, "serve", folder.toString(), "--port", port);
            assertTrue(
                    line.startsWith("fitact: port " + port + " cannot be listened on (")
                            && line.endsWith("); expected a free one, or --port 0 for any"),
                    line);
        }
    }
}
