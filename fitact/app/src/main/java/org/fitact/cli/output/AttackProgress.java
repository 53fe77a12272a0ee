package org.fitact.cli.output;

import org.fitact.study.attack.AttackRun;

/** How far an attack is: a display for each scheme. */
public final class AttackProgress implements AttackRun.Progress, AutoCloseable {

    private Progress progress;
    private String shown = "";

    @Override
    public void at(String scheme, int flips, int of) {
        if (!shown.equals(scheme)) {
            close();
            progress = Progress.of("attack on " + scheme, of);
            shown = scheme;
        }
        progress.at(flips, "flips");
    }

    @Override
    public void close() {
        if (progress != null) {
            progress.close();
            progress = null;
        }
    }
}
