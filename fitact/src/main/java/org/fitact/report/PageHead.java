package org.fitact.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.fitact.report.figure.Ink;
import org.fitact.report.figure.Markup;

/** What every page begins and ends with: it loads nothing, runs no script, and follows the theme of its reader. */
public final class PageHead {

    /** Closes what {@link #of} opened. */
    public static final String END = "</main>\n</body>\n</html>\n";

    private PageHead() {}

    /** The head with its style sheet, and the opening of the body. */
    public static String of(String title) {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" "
                + "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n"
                + "<title>" + Markup.escape(title) + "</title>\n<style>\n"
                + ":root{" + Ink.variables(false) + "}\n"
                + "@media (prefers-color-scheme:dark){:root{" + Ink.variables(true) + "}}\n"
                + stylesheet() + "</style>\n</head>\n<body>\n<main>\n";
    }

    private static String stylesheet() {
        try (InputStream css = PageHead.class.getResourceAsStream("report.css")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the style sheet of the report cannot be read", e);
        }
    }
}
