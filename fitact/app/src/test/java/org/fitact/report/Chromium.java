package org.fitact.report;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The system's Chromium without a window, driven by its DevTools protocol. */
final class Chromium implements AutoCloseable {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    private static final int SECONDS = 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private volatile boolean loaded;
    private int calls;

    /** The first of its names that is found on the path; without one the test is skipped, in continuous integration it fails. */
    static Path onPath() {
        Optional<Path> program = NAMES.stream()
                .flatMap(name -> Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
        String reason = "none of " + String.join(", ", NAMES) + " on the PATH";
        if ("true".equals(System.getenv("CI"))) {
            assertTrue(program.isPresent(), "in continuous integration nothing is skipped: " + reason);
        }
        assumeTrue(program.isPresent(), reason + ": skipped");
        return program.get();
    }

    /** @param profile an empty folder for what the browser keeps */
    Chromium(Path program, Path profile) throws Exception {
        process = new ProcessBuilder(
                        program.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        HttpClient client = HttpClient.newHttpClient();
        socket = client.newWebSocketBuilder()
                .buildAsync(page(client, profile.resolve("DevToolsActivePort")), new Listener())
                .get(SECONDS, TimeUnit.SECONDS);
        for (String domain : List.of("Page", "Runtime", "Log")) {
            call(domain + ".enable", Map.of());
        }
        call("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
        // As on a telephone, whose bars lie over the page; beside it they would cut pictures by their width.
        call("Emulation.setScrollbarsHidden", Map.of("hidden", true));
    }

    private URI page(HttpClient client, Path port) throws Exception {
        await("port of the browser", () -> Files.exists(port) && lines(port).size() > 1);
        URI list = URI.create("http://127.0.0.1:" + lines(port).getFirst() + "/json/list");
        for (JsonNode target :
                JSON.readTree(client.send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
                        .body())) {
            if (target.path("type").asText().equals("page")) {
                return URI.create(target.path("webSocketDebuggerUrl").asText());
            }
        }
        throw new IOException("the browser has no page");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Calls a method of the protocol and waits for its result. */
    JsonNode call(String method, Map<String, Object> parameters) throws Exception {
        int id = ++calls;
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", JSON.valueToTree(parameters));
        socket.sendText(message.toString(), true).get(SECONDS, TimeUnit.SECONDS);
        JsonNode found = answer.get(SECONDS, TimeUnit.SECONDS);
        if (found.has("error")) {
            throw new IOException(method + ": " + found.path("error"));
        }
        return found.path("result");
    }

    /** Shows a page in a window of a size, and waits until it is loaded. */
    void open(Path page, int width, int height) throws Exception {
        open(page.toUri(), width, height);
    }

    /** The same of a page at an address. */
    void open(URI page, int width, int height) throws Exception {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        // A page that is only loaded again is scrolled to where it was, some time after.
        for (String address : List.of("about:blank", page.toString())) {
            loaded = false;
            call("Page.navigate", Map.of("url", address));
            await("page", () -> loaded);
        }
    }

    /**
     * Shows pages on a medium from now on.
     *
     * @param medium {@code screen} or {@code print}
     * @param theme {@code light} or {@code dark}
     */
    void show(String medium, String theme) throws Exception {
        call(
                "Emulation.setEmulatedMedia",
                Map.of("media", medium, "features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
    }

    /** The value of an expression in the page; of a promise, what it comes to. */
    JsonNode value(String expression) throws Exception {
        JsonNode found =
                call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (found.has("exceptionDetails")) {
            throw new IOException(expression + ": " + found.path("exceptionDetails"));
        }
        return found.path("result").path("value");
    }

    String text(String expression) throws Exception {
        return value(expression).asText();
    }

    /** Moves the mouse to the middle of an element, given by a selector, and presses it there if wanted. */
    void mouse(String selector, boolean press) throws Exception {
        JsonNode at = value("(() => { const e = document.querySelector(" + JSON.writeValueAsString(selector)
                + "); e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect();"
                + " return [r.x + r.width / 2, r.y + r.height / 2]; })()");
        for (String type : press ? List.of("mouseMoved", "mousePressed", "mouseReleased") : List.of("mouseMoved")) {
            call(
                    "Input.dispatchMouseEvent",
                    Map.of(
                            "type",
                            type,
                            "x",
                            at.get(0),
                            "y",
                            at.get(1),
                            "button",
                            type.equals("mouseMoved") ? "none" : "left",
                            "clickCount",
                            1));
        }
    }

    /** Presses the left button at a point of the window, moves to another and releases it there. */
    void drag(double fromX, double fromY, double toX, double toY) throws Exception {
        mouse("mouseMoved", fromX, fromY, 0);
        mouse("mousePressed", fromX, fromY, 1);
        mouse("mouseMoved", (fromX + toX) / 2, (fromY + toY) / 2, 1);
        mouse("mouseMoved", toX, toY, 1);
        mouse("mouseReleased", toX, toY, 0);
    }

    private void mouse(String type, double x, double y, int buttons) throws Exception {
        String button = type.equals("mouseMoved") && buttons == 0 ? "none" : "left";
        call(
                "Input.dispatchMouseEvent",
                Map.of("type", type, "x", x, "y", y, "button", button, "buttons", buttons, "clickCount", 1));
    }

    void key(String name) throws Exception {
        key(name, false);
    }

    void key(String name, boolean shift) throws Exception {
        for (String type : List.of("keyDown", "keyUp")) {
            call("Input.dispatchKeyEvent", Map.of("type", type, "key", name, "code", name, "modifiers", shift ? 8 : 0));
        }
    }

    /** The whole page. */
    byte[] screenshot() throws Exception {
        return Base64.getDecoder()
                .decode(call("Page.captureScreenshot", Map.of("captureBeyondViewport", true))
                        .path("data")
                        .asText());
    }

    /** What went wrong in pages, as a console shows it. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    static void await(String what, BooleanSupplier done) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IOException("no " + what + " within " + SECONDS + " s");
            }
            Thread.sleep(20);
        }
    }

    @Override
    public void close() {
        socket.abort();
        process.destroy();
        process.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    heard(JSON.readTree(text.toString()));
                } catch (IOException e) {
                    complaints.add(e.toString());
                }
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void heard(JsonNode message) {
            if (message.has("id")) {
                answers.remove(message.path("id").asInt()).complete(message);
            }
            switch (message.path("method").asText()) {
                case "Page.loadEventFired" -> loaded = true;
                case "Runtime.exceptionThrown", "Log.entryAdded" ->
                    complaints.add(message.path("params").toString());
                default -> {
                    // Nothing else is waited for.
                }
            }
        }
    }
}
