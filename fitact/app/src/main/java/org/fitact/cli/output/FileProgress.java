package org.fitact.cli.output;

import org.fitact.nn.image.source.DownloadProgress;
import org.fitact.text.Bytes;

/** One progress display for each file that is brought. */
public final class FileProgress implements DownloadProgress, AutoCloseable {

    private String current;
    private Progress progress;

    @Override
    public void update(String file, long done, long total) {
        if (!file.equals(current)) {
            close();
            current = file;
            progress = Progress.of(file, Math.max(1, total));
        }
        progress.at(done, Bytes.format(done));
    }

    @Override
    public void close() {
        if (progress != null) {
            progress.close();
            progress = null;
        }
    }
}
