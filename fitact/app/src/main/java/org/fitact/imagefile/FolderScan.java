package org.fitact.imagefile;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.source.InsideFolder;

/**
 * Looks for images below a folder: a folder for each class, sorted by name, with images in it or in folders below it. Other files
 * and whatever begins with a dot are passed over. A link is followed if it leads to a place below the folder, and refused else.
 */
final class FolderScan {

    /** The most files and folders; ImageNet has 1.3 million images. */
    static final int MOST_FILES = 2_000_000;

    private static final int DEEPEST = 8;
    private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "bmp");

    /** Controls, marks that turn the direction of text, halves of characters: a class is named in reports. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private final Path root;
    private final InsideFolder inside;
    private final int mostFiles;
    private int seen;

    /** @param root below which everything has to lie */
    FolderScan(Path root) throws IOException {
        this(root, MOST_FILES);
    }

    FolderScan(Path root, int mostFiles) throws IOException {
        this.root = root;
        this.inside = new InsideFolder(root);
        this.mostFiles = mostFiles;
    }

    /** The folders in a folder, sorted by name; no hidden ones. */
    private List<Path> folders(Path folder) throws IOException {
        return entries(folder).stream().filter(Files::isDirectory).toList();
    }

    /**
     * The images of a folder for each class.
     *
     * @param folder the root or a folder in it
     * @throws InvalidFileException if the folder is outside the root, if there is no class, one too many, or one without images or with a name that cannot be printed
     */
    FileList classes(Path folder) throws IOException {
        requireInside(folder);
        List<Path> classes = folders(folder);
        if (classes.isEmpty() || classes.size() > Images.MOST_CLASSES) {
            throw new InvalidFileException(
                    folder, "number of folders", "" + classes.size(), "1 to " + Images.MOST_CLASSES + ", one a class");
        }
        FileList found = new FileList(
                folder,
                classes.stream().map(one -> one.getFileName().toString()).toList());
        for (int label = 0; label < classes.size(); label++) {
            Path of = classes.get(label);
            if (UNPRINTABLE.matcher(of.getFileName().toString()).find()) {
                throw new InvalidFileException(
                        of, "name of the folder", "unprintable", "a class that reports can name");
            }
            int before = found.size();
            collect(of, label, 1, found);
            if (found.size() == before) {
                throw new InvalidFileException(of, "number of images", "0", "at least one PNG, JPEG or BMP file");
            }
        }
        return found;
    }

    private void collect(Path folder, int label, int depth, FileList found) throws IOException {
        if (depth > DEEPEST) {
            throw new InvalidFileException(
                    folder, "depth", "" + depth, "at most " + DEEPEST + " folders below a class");
        }
        List<Path> entries = entries(folder);
        for (Path entry : entries) {
            add(entry, label, found);
        }
        for (Path entry : entries) {
            if (Files.isDirectory(entry)) {
                collect(entry, label, depth + 1, found);
            }
        }
    }

    private void add(Path file, int label, FileList found) throws IOException {
        if (isImage(file) && Files.isRegularFile(file)) {
            found.add(file, label);
        }
    }

    private static boolean isImage(Path file) {
        String name = file.getFileName().toString();
        return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    private List<Path> entries(Path folder) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path entry : stream) {
                if (entry.getFileName().toString().startsWith(".")) {
                    continue;
                }
                if (++seen > mostFiles) {
                    throw new InvalidFileException(root, "number of files and folders", "more", "at most " + mostFiles);
                }
                // The folder is inside, so of what lies in it only a link can be outside.
                if (Files.isSymbolicLink(entry)) {
                    requireInside(entry);
                }
                entries.add(entry);
            }
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        entries.sort(
                (a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()));
        return entries;
    }

    /** As {@link InsideFolder#require} does. */
    void requireInside(Path path) throws IOException {
        inside.require(path);
    }
}
