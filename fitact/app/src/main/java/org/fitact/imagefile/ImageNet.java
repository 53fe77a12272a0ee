package org.fitact.imagefile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.fitact.nn.InvalidFileException;
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
    private static final String NAMES = "classes.txt";

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
        FolderScan scan = new FolderScan(folder);
        scan.requireInside(list);
        List<String> lines = ClassNames.lines(list);
        int[] labels = new int[lines.size()];
        Path[] files = new Path[lines.size()];
        for (int i = 0; i < labels.length; i++) {
            ListedFile line = ListedFile.parse(list, i + 1, lines.get(i));
            files[i] = inside(scan, folder, line.name(), list);
            labels[i] = line.label();
        }
        FileList found = new FileList(folder, ClassNames.of(names(scan, folder), labels));
        for (int i = 0; i < labels.length; i++) {
            found.add(files[i], labels[i]);
        }
        return found;
    }

    private static Path names(FolderScan scan, Path folder) throws IOException {
        Path names = folder.resolve(NAMES);
        if (Files.exists(names, LinkOption.NOFOLLOW_LINKS)) {
            scan.requireInside(names);
        }
        return names;
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
