package org.fitact.report.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.fitact.report.drawing.Ink;
import org.fitact.report.drawing.Markup;

/**
 * What every page of a report has in common: one file that loads nothing, runs no script, and follows the light or dark
 * theme of its reader.
 */
public final class PageFrame {

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
                + "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n"
                + "<title>" + heading + "</title>\n<style>\n"
                + ":root{" + Ink.variables(false) + "}\n"
                + "@media screen and (prefers-color-scheme:dark){:root{" + Ink.variables(true) + "}}\n"
                + stylesheet() + "</style>\n</head>\n<body>\n<main>\n"
                + "<h1>" + heading + "</h1>\n"
                + "<p class=\"subtitle\">" + Markup.escape(subtitle) + "</p>\n"
                + body + "</main>\n</body>\n</html>\n";
    }

    private static String stylesheet() {
        try (InputStream css = PageFrame.class.getResourceAsStream("report.css")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the style sheet of the report cannot be read", e);
        }
    }
}
