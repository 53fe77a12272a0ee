package org.fitact.nn.image.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fitact.nn.AtomicFile;
import org.fitact.nn.InvalidFileException;

/** Brings the files of a data set into {@code dataDir/name}, from their official address or from a folder. */
public final class DataDownload {

    private static final int BUFFER_BYTES = 1 << 16;

    private DataDownload() {}

    /**
     * What was brought.
     *
     * @param folder where the files lie now; the data folder itself for an embedded set
     * @param data the data set, read from there and checked
     * @param warnings one line each: files that are sound but are not the official ones to the byte
     */
    public record Result(Path folder, DataSet data, List<String> warnings) {}

    /**
     * Downloads what is missing, with resume; a wrong checksum is an error.
     *
     * @throws NoNetworkException when the host cannot be reached
     * @throws InvalidFileException when what came is not what the publisher states
     */
    public static Result get(DataSource source, Path dataDir, DownloadProgress progress) throws IOException {
        Optional<Path> present = source.find(dataDir);
        if (source.isEmbedded() || present.isPresent()) {
            DataSet data = source.open(dataDir);
            removeFetched(source, dataDir.resolve(source.name()));
            return new Result(present.orElse(dataDir), data, List.of());
        }
        Path folder = folder(source, dataDir);
        HttpDownload http = new HttpDownload();
        for (RemoteFile remote : source.remoteFiles()) {
            bring(remote, source, folder, http, progress);
        }
        return new Result(folder, source.read(folder), List.of());
    }

    private static void bring(
            RemoteFile remote, DataSource source, Path folder, HttpDownload http, DownloadProgress progress)
            throws IOException {
        Path file = folder.resolve(remote.fileName());
        if (Files.exists(file) && Checksum.md5(file).equals(remote.md5())) {
            if (remote.isArchive()) {
                new TarGz(file).extract(source, folder);
            }
            return;
        }
        Path fetched = http.fetch(remote, folder, progress);
        if (remote.isArchive()) {
            new TarGz(fetched).extract(source, folder);
            Files.deleteIfExists(fetched);
        } else {
            Files.move(fetched, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    // An archive is removed after its files are there, and a part of a file is of no use once they came otherwise: a
    // run that was killed leaves either.
    private static void removeFetched(DataSource source, Path folder) throws IOException {
        for (RemoteFile remote : source.remoteFiles()) {
            HttpDownload.discard(remote, folder);
        }
    }

    /**
     * Takes the files from a folder that holds them, or their official archive. The content is read and checked before
     * anything is copied; a file that differs from the official one only gives a warning.
     *
     * @throws InvalidFileException when a file is missing or is not what its format demands
     */
    public static Result copy(DataSource source, Path from, Path dataDir, DownloadProgress progress)
            throws IOException {
        if (source.isEmbedded()) {
            return new Result(dataDir, source.open(dataDir), List.of());
        }
        List<String> warnings = new ArrayList<>();
        Optional<Path> present = source.find(from);
        Path folder = present.isPresent()
                ? copyFiles(source, present.get(), dataDir, progress)
                : unpack(source, from, dataDir, warnings);
        removeFetched(source, dataDir.resolve(source.name()));
        for (RemoteFile remote : source.remoteFiles()) {
            if (!remote.isArchive()) {
                warnIfOther(remote, folder, warnings);
            }
        }
        return new Result(
                folder, present.isPresent() ? source.read(folder) : unpacked(source, folder), List.copyOf(warnings));
    }

    /** Files that came out of an archive and are not the data set must not be taken for it next time. */
    private static DataSet unpacked(DataSource source, Path folder) throws IOException {
        try {
            return source.read(folder);
        } catch (InvalidFileException e) {
            for (String name : source.files()) {
                Files.deleteIfExists(folder.resolve(name));
            }
            throw e;
        }
    }

    private static void warnIfOther(RemoteFile remote, Path folder, List<String> warnings) throws IOException {
        Path file = folder.resolve(remote.fileName());
        if (Files.isRegularFile(file)) {
            String found = Checksum.md5(file);
            if (!found.equals(remote.md5())) {
                warnings.add(file + ": MD5 is " + found + ", the official file's is " + remote.md5());
            }
        }
    }

    private static Path copyFiles(DataSource source, Path from, Path dataDir, DownloadProgress progress)
            throws IOException {
        source.read(from);
        Path folder = folder(source, dataDir);
        for (String name : source.files()) {
            Path file = DataFolder.file(from, name)
                    .orElseThrow(() -> new InvalidFileException(from, "file " + name, "missing", "it to stay there"));
            Path target = folder.resolve(file.getFileName());
            if (!Files.exists(target) || !Files.isSameFile(file, target)) {
                copyFile(file, target, progress);
            }
        }
        return folder;
    }

    private static void copyFile(Path file, Path target, DownloadProgress progress) throws IOException {
        long total = Files.size(file);
        AtomicFile.write(target, out -> {
            try (InputStream in = Files.newInputStream(file)) {
                OutputStream sink = Channels.newOutputStream(out);
                byte[] buffer = new byte[BUFFER_BYTES];
                long done = 0;
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    sink.write(buffer, 0, n);
                    done += n;
                    progress.update(file.getFileName().toString(), done, total);
                }
            }
        });
    }

    private static Path unpack(DataSource source, Path from, Path dataDir, List<String> warnings) throws IOException {
        for (RemoteFile remote : source.remoteFiles()) {
            Path archive = from.resolve(remote.fileName());
            if (remote.isArchive() && Files.isRegularFile(archive)) {
                warnIfOther(remote, from, warnings);
                Path folder = folder(source, dataDir);
                new TarGz(archive).extract(source, folder);
                return folder;
            }
        }
        throw DataFolder.missing(from, source);
    }

    private static Path folder(DataSource source, Path dataDir) throws IOException {
        Path folder = dataDir.resolve(source.name());
        try {
            return Files.createDirectories(folder);
        } catch (IOException failure) {
            throw new IOException(folder + ": the folder cannot be made: " + failure.getMessage(), failure);
        }
    }
}
