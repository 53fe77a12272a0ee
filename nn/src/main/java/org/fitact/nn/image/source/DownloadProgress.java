package org.fitact.nn.image.source;

/** Told how far a download or a copy is; called by the thread that does the work. */
@FunctionalInterface
public interface DownloadProgress {

    DownloadProgress SILENT = (file, done, total) -> {};

    /**
     * @param file name of the file
     * @param done bytes that are there, those of an earlier attempt included
     * @param total bytes of the whole file, or -1 when the server does not say
     */
    void update(String file, long done, long total);
}
