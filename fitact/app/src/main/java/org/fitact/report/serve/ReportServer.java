package org.fitact.report.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fitact.store.TrialStoreException;

/**
 * Serves a {@link LiveReport} to this machine alone: {@code /} is the page, {@code /results.json} and {@code /trials.csv} are its
 * numbers.
 *
 * <p>It listens on the loopback interface, answers {@code GET} and {@code HEAD}, and touches no file by a name from outside: what
 * lies under an address is looked up in a table of three. A page of another site, which a browser shows on this machine, gets
 * nothing: by a name of its own that it has resolve to this machine (DNS rebinding) it is known in {@code Host}, and otherwise the
 * browser keeps the answer from it.
 */
public final class ReportServer implements AutoCloseable {

    private static final Pattern HOST = Pattern.compile("([^:\\[\\]]+|\\[[0-9a-fA-F:.]+])(:\\d+)?");

    /** At any port: one that is forwarded from another machine has another. */
    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final int NOT_MODIFIED = 304;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int MISDIRECTED = 421;
    private static final int UNAVAILABLE = 503;

    private final LiveReport report;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Starts to serve.
     *
     * @param port 0 for any that is free
     * @throws IOException if there is no such port to be had
     */
    public ReportServer(LiveReport report, int port) throws IOException {
        this.report = report;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Where the page is. */
    public URI address() {
        InetSocketAddress bound = server.getAddress();
        String host = bound.getAddress().getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[::1]" : host) + ":" + bound.getPort() + "/");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Headers headers = exchange.getResponseHeaders();
            headers.set("Cache-Control", "no-cache");
            headers.set("Content-Security-Policy", "frame-ancestors 'none'");
            headers.set("Cross-Origin-Resource-Policy", "same-origin");
            headers.set("Referrer-Policy", "no-referrer");
            headers.set("X-Content-Type-Options", "nosniff");
            answer(exchange);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        List<String> hosts = exchange.getRequestHeaders().getOrDefault("Host", List.of());
        if (hosts.size() != 1 || uri.isAbsolute() || uri.getRawAuthority() != null) {
            refuse(exchange, BAD_REQUEST, "expected a path, and one Host");
            return;
        }
        Matcher host = HOST.matcher(hosts.getFirst());
        if (!host.matches() || !NAMES.contains(host.group(1))) {
            refuse(exchange, MISDIRECTED, "this is localhost, and nothing else");
            return;
        }
        if (!Set.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            refuse(exchange, METHOD_NOT_ALLOWED, "nothing can be changed here");
            return;
        }
        Map<String, Resource> resources;
        try {
            resources = report.resources();
        } catch (IOException | TrialStoreException e) {
            refuse(exchange, UNAVAILABLE, String.valueOf(e.getMessage()));
            return;
        }
        Resource found = resources.get(uri.getRawPath());
        if (found == null) {
            refuse(exchange, NOT_FOUND, "there are /, /results.json and /trials.csv");
        } else {
            send(exchange, found);
        }
    }

    private static void send(HttpExchange exchange, Resource found) throws IOException {
        exchange.getResponseHeaders().set("ETag", found.tag());
        if (found.tag().equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            exchange.sendResponseHeaders(NOT_MODIFIED, -1);
        } else {
            send(exchange, 200, found.type(), found.bytes());
        }
    }

    private static void refuse(HttpExchange exchange, int status, String why) throws IOException {
        send(exchange, status, "text/plain; charset=utf-8", (why + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Stops at once. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
