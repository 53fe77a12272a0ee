package org.fitact.nn.image.format;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.source.InsideFolder;

/** The names of classes that files give numbers only. */
public final class ClassNames {

    private static final long MOST_BYTES = 16L << 20;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private ClassNames() {}

    /**
     * The lines of a file, if it is there, else the numbers from 0 to the largest label.
     *
     * @param labels all that there are, none negative
     * @throws InvalidFileException if there are fewer names than classes, too many, or one that cannot be printed
     */
    public static List<String> of(Path file, int... labels) throws IOException {
        int classes = 1 + IntStream.of(labels).max().orElse(0);
        if (!Files.isRegularFile(file)) {
            return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
        }
        List<String> names = lines(file);
        for (int i = 0; i < names.size(); i++) {
            if (UNPRINTABLE.matcher(names.get(i)).find()) {
                throw new InvalidFileException(file, "name of class " + i, "unprintable", "a name for reports");
            }
        }
        if (names.size() < classes || names.size() > Images.MOST_CLASSES) {
            throw new InvalidFileException(
                    file, "number of classes", "" + names.size(), classes + " to " + Images.MOST_CLASSES);
        }
        return names;
    }

    /** The same of a file that is held to be in a folder, also behind links. */
    static List<String> inside(InsideFolder folder, Path file, int... labels) throws IOException {
        return of(Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? folder.require(file) : file, labels);
    }

    /** The lines of a text that are not blank, stripped. */
    public static List<String> lines(Path file) throws IOException {
        long length = Files.size(file);
        if (length > MOST_BYTES) {
            throw new InvalidFileException(file, "length", length + " bytes", "at most " + MOST_BYTES);
        }
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (MalformedInputException e) {
            throw new InvalidFileException(file.toString(), "text", "broken", "UTF-8", e);
        }
    }
}
