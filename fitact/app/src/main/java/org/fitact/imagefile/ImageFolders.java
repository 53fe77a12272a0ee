package org.fitact.imagefile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.fit.ImageFit;
import org.fitact.nn.image.source.DataFormat;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.image.source.OwnData;

/**
 * {@code images:DIR}: PNG, JPEG and BMP files in a folder for each class. Where {@code DIR} has {@code train/} and {@code test/} or
 * {@code val/}, these hold the classes; else a fifth of each class is there to test on,
 * drawn by the seed. Images have three channels
 * unless one is asked for.
 */
public final class ImageFolders implements DataFormat {

    @Override
    public String name() {
        return "images";
    }

    @Override
    public String place() {
        return "DIR";
    }

    @Override
    public String summary() {
        return "a folder with one of PNG, JPEG or BMP files for each class, or with train/ and test/ or val/ of such";
    }

    @Override
    public DataSet open(OwnData data) throws IOException {
        FolderScan scan = new FolderScan(data.place());
        ImageFit fit = coloured(data.fit());
        Path train = data.place().resolve("train");
        Path test = testFolder(data.place());
        if (!Files.isDirectory(train) || !Files.isDirectory(test)) {
            return data.undivided(new FileImages(data.name(), scan.classes(only(data.place(), train, test)), fit));
        }
        FileList ofTraining = scan.classes(train);
        FileList ofTest = scan.classes(test);
        requireSameClasses(ofTraining, ofTest);
        Images training = new FileImages(data.name(), ofTraining, fit);
        Images testing = new FileImages(data.name(), ofTest, fit);
        if (training.height() != testing.height() || training.width() != testing.width()) {
            throw new InvalidFileException(
                    ofTest.file(0),
                    "size",
                    testing.height() + "x" + testing.width(),
                    training.height() + "x" + training.width() + " as of " + ofTraining.file(0)
                            + "; --resize and --crop make images equal");
        }
        return data.divided(training, testing);
    }

    static ImageFit coloured(ImageFit fit) {
        return fit.channels() == 0 ? new ImageFit(fit.resize(), fit.crop(), 3) : fit;
    }

    /** A part that is there alone holds all images. */
    private static Path only(Path place, Path train, Path test) {
        return Files.isDirectory(train) ? train : Files.isDirectory(test) ? test : place;
    }

    private static Path testFolder(Path place) {
        Path test = place.resolve("test");
        return Files.isDirectory(test) ? test : place.resolve("val");
    }

    private static void requireSameClasses(FileList train, FileList test) throws InvalidFileException {
        if (!train.classes().equals(test.classes())) {
            throw new InvalidFileException(
                    test.folder(), "classes", test.classes().toString(), train.classes() + " as in " + train.folder());
        }
    }
}
