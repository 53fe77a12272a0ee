package org.fitact.report.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fitact.report.drawing.Ink;
import org.fitact.report.drawing.Markup;

/**
 * What every page of a report has in common: one file that loads nothing, and follows the light or dark theme of its
 * reader. All that it says it says without a script; its own ones make it handy, and no other is allowed to run.
 */
public final class PageFrame {

    private static final String DARK = "color-scheme:dark;" + Ink.variables(true);

    /** In the order in which they build on each other. */
    private static final List<String> SCRIPTS = Stream.of(
                    "page.js", "facts.js", "choices.js", "tables.js", "save.js", "axes.js", "plot.js", "zoom.js")
            .map(PageFrame::resource)
            .toList();

    private static final List<String> LIVE_SCRIPTS =
            Stream.concat(SCRIPTS.stream(), Stream.of(resource("live.js"))).toList();

    private PageFrame() {}

    /**
     * A whole page.
     *
     * @param title plain text, as are all but the body
     * @param body markup
     */
    public static String around(String title, String subtitle, String body) {
        return page(title, scripts(SCRIPTS), "", main(title, subtitle, body) + elements(SCRIPTS));
    }

    /**
     * The same page from a server, which it asks for a newer one. Who has no scripts is told to do so.
     *
     * @param progress how far what it tells of is, plain text
     */
    public static String live(String title, String subtitle, String body, String progress) {
        String bar = "<div class=\"live\"><span class=\"progress\">" + Markup.escape(progress)
                + "</span> <a href=\"results.json\">results.json</a> <a href=\"trials.csv\">trials.csv</a>"
                + "<noscript> Load the page again for newer trials.</noscript> <span role=\"status\"></span></div>\n";
        return page(
                title,
                "connect-src 'self'; " + scripts(LIVE_SCRIPTS),
                "<link rel=\"icon\" href=\"data:,\">\n",
                bar + main(title, subtitle, body) + elements(LIVE_SCRIPTS));
    }

    private static String page(String title, String policy, String head, String body) {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" "
                + "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:; " + policy + "\">\n"
                + head
                + "<title>" + Markup.escape(title) + "</title>\n<style>\n"
                + ":root{" + Ink.variables(false) + "}\n"
                + "@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){" + DARK + "}}\n"
                + "@media screen{:root[data-theme=dark]{" + DARK + "}}\n"
                + resource("report.css") + "</style>\n</head>\n<body>\n" + body + "</body>\n</html>\n";
    }

    private static String main(String title, String subtitle, String body) {
        return "<main>\n<h1>" + Markup.escape(title) + "</h1>\n"
                + "<p class=\"subtitle\">" + Markup.escape(subtitle) + "</p>\n"
                + body + "</main>\n";
    }

    private static String elements(List<String> scripts) {
        return scripts.stream().map(text -> "<script>" + text + "</script>\n").collect(Collectors.joining());
    }

    /** The directive that allows them, and nothing else, to run. */
    private static String scripts(List<String> scripts) {
        return scripts.stream()
                .map(text -> " 'sha256-" + sha256(text) + "'")
                .collect(Collectors.joining("", "script-src", ""));
    }

    /** By which a browser knows the script that it may run. */
    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream text = PageFrame.class.getResourceAsStream(name)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " of the report cannot be read", e);
        }
    }
}
