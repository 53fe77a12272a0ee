package org.fitact.imagefile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.fit.ImageFit;
import org.fitact.nn.image.format.ClassNames;
import org.fitact.nn.image.source.DataFormat;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.image.source.OwnData;

/**
 * {@code imagenet:DIR}: images as ImageNet's are laid out. Either as {@link ImageFolders} has them, a folder for each class, or flat,
 * with a list {@code val.txt} of a file and its label (from 0, in the order of the classes) in each line, and perhaps
 * {@code classes.txt} with the names of the classes. Without other wishes the shorter side becomes 256 pixels, of which the middle
 * 224 are taken.
 */
public final class ImageNet implements DataFormat {

    private static final int SIDE = 256;
    private static final int CROP = 224;
    private static final String LIST = "val.txt";
    private static final Pattern LINE = Pattern.compile("(.+?)[\\s,]+(\\d{1,9})");

    @Override
    public String name() {
        return "imagenet";
    }

    @Override
    public String place() {
        return "DIR";
    }

    @Override
    public String summary() {
        return "as images:DIR, or flat with a list val.txt of files and labels; resized to 256, cropped to 224";
    }

    @Override
    public DataSet open(OwnData data) throws IOException {
        ImageFit asked = data.fit();
        boolean silent = asked.resize() == 0 && asked.crop() == 0;
        ImageFit fit = silent ? new ImageFit(SIDE, CROP, asked.channels()) : asked;
        OwnData fitted = new OwnData(data.format(), data.place(), fit, data.seed());
        Path list = data.place().resolve(LIST);
        if (!Files.isRegularFile(list)) {
            return new ImageFolders().open(fitted);
        }
        return fitted.undivided(new FileImages(data.name(), listed(data.place(), list), ImageFolders.coloured(fit)));
    }

    private static FileList listed(Path folder, Path list) throws IOException {
        List<String> lines = ClassNames.lines(list);
        int[] labels = new int[lines.size()];
        Path[] files = new Path[lines.size()];
        FolderScan scan = new FolderScan(folder);
        for (int i = 0; i < labels.length; i++) {
            Matcher line = LINE.matcher(lines.get(i));
            if (!line.matches()) {
                throw new InvalidFileException(list, "line " + (i + 1), "'" + lines.get(i) + "'", "a file and a label");
            }
            files[i] = inside(scan, folder, line.group(1), list);
            labels[i] = Integer.parseInt(line.group(2));
            if (labels[i] >= Images.MOST_CLASSES) {
                throw new InvalidFileException(
                        list, "label of line " + (i + 1), "" + labels[i], "0 to " + (Images.MOST_CLASSES - 1));
            }
        }
        FileList found = new FileList(folder, ClassNames.of(folder.resolve("classes.txt"), labels));
        for (int i = 0; i < labels.length; i++) {
            found.add(files[i], labels[i]);
        }
        return found;
    }

    private static Path inside(FolderScan scan, Path folder, String name, Path list) throws IOException {
        try {
            Path file = folder.resolve(name).normalize();
            if (file.startsWith(folder)) {
                scan.requireInside(file);
                return file;
            }
        } catch (InvalidPathException e) {
            throw new InvalidFileException(list.toString(), "file", "'" + name + "'", "one in " + folder, e);
        }
        throw new InvalidFileException(list, "file", "'" + name + "'", "one in " + folder);
    }
}
