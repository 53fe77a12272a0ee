package org.fitact.bench.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.fitact.tensor.random.PhiloxRandom;

/**
 * Serves files on this machine's loopback address by HTTP/1.1, slowly, and breaks two of three connections somewhere in
 * the middle. Of three answers in a row for one file one is whole, so that who tries four times gets on.
 */
final class UnreliableServer implements AutoCloseable {

    private static final int PIECE = 1 << 14;
    private static final long NANOS_A_PIECE = 5_000_000;
    private static final int PERIOD = 3;
    private static final int TIMEOUT_MILLIS = 5_000;

    private final Map<String, byte[]> files;
    private final PhiloxRandom random;
    private final ServerSocket socket;
    private final Map<String, Integer> answers = new TreeMap<>();

    UnreliableServer(Map<String, byte[]> files, PhiloxRandom random) throws IOException {
        this.files = files;
        this.random = random;
        this.socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("soak-server").start(this::serve);
    }

    String address(String file) {
        return "http://" + socket.getInetAddress().getHostAddress() + ":" + socket.getLocalPort() + "/" + file;
    }

    /** Ends all serving. */
    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                answer(connection);
            } catch (SocketException | SocketTimeoutException endOrBrokenByTheOther) {
                // Closed here, or the other side was killed: what this server is for.
                continue;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void answer(Socket connection) throws IOException {
        connection.setSoTimeout(TIMEOUT_MILLIS);
        BufferedReader in =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
        String request = in.readLine();
        int from = 0;
        for (String line = request; line != null && !line.isEmpty(); line = in.readLine()) {
            if (line.startsWith("Range: bytes=")) {
                from = Integer.parseInt(line.replaceAll("\\D", ""));
            }
        }
        if (request != null) {
            send(connection.getOutputStream(), request.split(" ")[1].substring(1), from);
        }
    }

    private void send(OutputStream out, String name, int from) throws IOException {
        byte[] content = files.get(name);
        if (content == null) {
            head(out, "404 Not Found", 0, "");
            return;
        }
        int left = content.length - from;
        if (left <= 0) {
            head(out, "416 Range Not Satisfiable", 0, "");
            return;
        }
        boolean whole = answers.merge(name, 1, Integer::sum) % PERIOD == 0;
        int until = whole ? content.length : from + random.nextInt(left);
        String range = "Content-Range: bytes " + from + "-" + (content.length - 1) + "/" + content.length + "\r\n";
        head(out, from > 0 ? "206 Partial Content" : "200 OK", left, from > 0 ? range : "");
        for (int at = from; at < until; at += PIECE) {
            out.write(content, at, Math.min(PIECE, until - at));
            out.flush();
            LockSupport.parkNanos(NANOS_A_PIECE);
        }
    }

    private static void head(OutputStream out, String status, int length, String more) throws IOException {
        String head =
                "HTTP/1.1 " + status + "\r\nContent-Length: " + length + "\r\nConnection: close\r\n" + more + "\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
    }
}
