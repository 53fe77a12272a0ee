package org.fitact.cli.output;

import org.fitact.study.map.MapRun;

/** How far a map is: a display for each round, since none knows how many follow. */
public final class MapProgress implements MapRun.Progress, AutoCloseable {

    private Progress progress;
    private String shown = "";

    @Override
    public void at(String what, long done, long total) {
        if (!shown.equals(what)) {
            close();
            progress = Progress.of("map, " + what, total);
            shown = what;
        }
        progress.at(done, "faults");
    }

    @Override
    public void close() {
        if (progress != null) {
            progress.close();
            progress = null;
        }
    }
}
