package org.fitact.cli.output;

/** How far something is that has one part after the other: a display for each, since none knows how many follow. */
public final class PartsProgress implements AutoCloseable {

    private final String title;
    private final String unit;
    private Progress progress;
    private String shown = "";

    /**
     * @param title before the name of each part
     * @param unit of what a part counts, in the plural
     */
    public PartsProgress(String title, String unit) {
        this.title = title;
        this.unit = unit;
    }

    /** A part is so far. */
    public void at(String part, long done, long total) {
        if (!shown.equals(part)) {
            close();
            progress = Progress.of(title + part, total);
            shown = part;
        }
        progress.at(done, unit);
    }

    @Override
    public void close() {
        if (progress != null) {
            progress.close();
            progress = null;
        }
    }
}
