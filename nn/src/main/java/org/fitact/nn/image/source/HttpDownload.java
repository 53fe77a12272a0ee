package org.fitact.nn.image.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.Serial;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.fitact.nn.InvalidFileException;

/**
 * Fetches one file into {@code name.partial}, which is given out when its checksum is right. A cut connection is taken up
 * where it ended, a few times at once and again by the next call.
 */
public final class HttpDownload {

    private static final int ATTEMPTS = 4;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** The connection ended before the file did; what arrived is kept. */
    private static final class CutConnection extends IOException {
        @Serial
        private static final long serialVersionUID = 1L;

        CutConnection(URI address, long done, IOException cause) {
            super(
                    address + ": the connection was cut after " + done + " bytes (" + cause.getMessage()
                            + "); the same command goes on from there",
                    cause);
        }
    }

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    /** Where a file grows until it is whole. */
    static Path partial(RemoteFile remote, Path folder) {
        return folder.resolve(remote.fileName() + ".partial");
    }

    /**
     * Completes what is there of a file, by the network where anything is missing.
     *
     * @return {@link #partial}, checked; whoever calls moves or unpacks it
     * @throws InvalidFileException if what came is not what the publisher states; it is not kept
     * @throws IOException also if another process is fetching the same file
     */
    Path fetch(RemoteFile remote, Path folder, DownloadProgress progress) throws IOException {
        Path partial = partial(remote, folder);
        boolean resumed = Files.exists(partial);
        // Whole already, if its unpacking failed or was interrupted: then no network is needed.
        if (resumed && Checksum.md5(partial).equals(remote.md5())) {
            return partial;
        }
        transferWithRetries(remote, partial, progress);
        if (resumed && !Checksum.md5(partial).equals(remote.md5())) {
            // What an earlier run left may have been damaged: once more, from the start.
            Files.delete(partial);
            transferWithRetries(remote, partial, progress);
        }
        String found = Checksum.md5(partial);
        if (!found.equals(remote.md5())) {
            Files.delete(partial);
            throw new InvalidFileException(remote.address().toString(), "MD5", found, remote.md5());
        }
        return partial;
    }

    /** Removes what is there of a file, unless another process is fetching it. */
    static void discard(RemoteFile remote, Path folder) throws IOException {
        Path partial = partial(remote, folder);
        if (Files.isRegularFile(partial)) {
            try (FileChannel file = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                if (file.tryLock() != null) {
                    Files.deleteIfExists(partial);
                }
            }
        }
    }

    private void transferWithRetries(RemoteFile remote, Path partial, DownloadProgress progress) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                transfer(remote, partial, progress);
                return;
            } catch (CutConnection cut) {
                if (attempt == ATTEMPTS) {
                    throw cut;
                }
            }
        }
    }

    private void transfer(RemoteFile remote, Path partial, DownloadProgress progress) throws IOException {
        long have = Files.exists(partial) ? Files.size(partial) : 0;
        HttpRequest.Builder request = HttpRequest.newBuilder(remote.address()).timeout(TIMEOUT);
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        HttpResponse<InputStream> response = send(request.build(), have);
        try (InputStream body = response.body()) {
            switch (response.statusCode()) {
                case 200 -> save(remote, body, partial, 0, contentLength(response), progress);
                case 206 -> {
                    requireRangeFrom(remote, response, have);
                    save(remote, body, partial, have, contentLength(response), progress);
                }
                // The partial file is as long as the whole one; the checksum says whether it is the same.
                case 416 -> progress.update(remote.fileName(), have, have);
                default ->
                    throw new IOException(
                            remote.address() + ": HTTP status " + response.statusCode() + ", expected 200");
            }
        }
    }

    private HttpResponse<InputStream> send(HttpRequest request, long have) throws IOException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(request.uri() + ": the download was interrupted");
        } catch (ConnectException | HttpTimeoutException unreachable) {
            throw new NoNetworkException(request.uri().getHost(), unreachable);
        } catch (IOException cut) {
            throw new CutConnection(request.uri(), have, cut);
        }
    }

    private static void requireRangeFrom(RemoteFile remote, HttpResponse<?> response, long have) throws IOException {
        String range = response.headers().firstValue("Content-Range").orElse("missing");
        if (!range.startsWith("bytes " + have + "-")) {
            throw new IOException(
                    remote.address() + ": Content-Range is " + range + ", expected it to begin at " + have);
        }
    }

    private static long contentLength(HttpResponse<?> response) {
        return response.headers().firstValueAsLong("Content-Length").orElse(-1);
    }

    private static void save(
            RemoteFile remote, InputStream body, Path partial, long have, long length, DownloadProgress progress)
            throws IOException {
        long total = length < 0 ? -1 : have + length;
        long done = have;
        byte[] buffer = new byte[BUFFER_BYTES];
        try (FileChannel file = locked(partial);
                OutputStream out = Channels.newOutputStream(file)) {
            file.truncate(have).position(have);
            progress.update(remote.fileName(), done, total);
            for (int n = read(remote, body, buffer, done); n >= 0; n = read(remote, body, buffer, done)) {
                write(partial, out, buffer, n);
                done += n;
                progress.update(remote.fileName(), done, total);
            }
        }
    }

    // Two processes that append to one file would spoil each other's work.
    private static FileChannel locked(Path partial) throws IOException {
        FileChannel file = FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (file.tryLock() == null) {
            file.close();
            throw new IOException(partial + ": is being written by another process");
        }
        return file;
    }

    private static void write(Path partial, OutputStream out, byte[] buffer, int bytes) throws IOException {
        try {
            out.write(buffer, 0, bytes);
        } catch (IOException failure) {
            throw new IOException(partial + ": cannot be written: " + failure.getMessage(), failure);
        }
    }

    // Only failures of the network are worth another attempt; a full disk is not.
    private static int read(RemoteFile remote, InputStream body, byte[] buffer, long done) throws IOException {
        try {
            return body.read(buffer);
        } catch (IOException cut) {
            throw new CutConnection(remote.address(), done, cut);
        }
    }
}
