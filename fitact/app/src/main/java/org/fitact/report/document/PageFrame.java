package org.fitact.report.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.fitact.report.drawing.Ink;
import org.fitact.report.drawing.Markup;

/**
 * What every page of a report has in common: one file that loads nothing, and follows the light or dark theme of its
 * reader. All that it says it says without a script; its own one makes it handy, and no other is allowed to run.
 */
public final class PageFrame {

    private static final String DARK = "color-scheme:dark;" + Ink.variables(true);

    private static final String SCRIPT = resource("report.js");

    private PageFrame() {}

    /**
     * A whole page.
     *
     * @param title plain text, as are all but the body
     * @param body markup
     */
    public static String around(String title, String subtitle, String body) {
        String heading = Markup.escape(title);
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" "
                + "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-"
                + sha256(SCRIPT) + "'\">\n"
                + "<title>" + heading + "</title>\n<style>\n"
                + ":root{" + Ink.variables(false) + "}\n"
                + "@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){" + DARK + "}}\n"
                + "@media screen{:root[data-theme=dark]{" + DARK + "}}\n"
                + resource("report.css") + "</style>\n</head>\n<body>\n<main>\n"
                + "<h1>" + heading + "</h1>\n"
                + "<p class=\"subtitle\">" + Markup.escape(subtitle) + "</p>\n"
                + body + "</main>\n<script>" + SCRIPT + "</script>\n</body>\n</html>\n";
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
