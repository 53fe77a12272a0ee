package org.fitact.nn.image.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.fitact.nn.image.ImageSet;

/**
 * CIFAR-10 and CIFAR-100 (Krizhevsky, 2009) in the official binary layout, that of {@link CifarFile}.
 *
 * @param labelBytes bytes before the pixels; the last one is the label that is used
 * @param trainRecords records in each training file
 * @param testRecords records in the test file
 */
public record Cifar(
        String name,
        List<String> classNames,
        int labelBytes,
        List<String> trainFiles,
        int trainRecords,
        String testFile,
        int testRecords,
        String archiveFolder,
        List<RemoteFile> remoteFiles)
        implements DataSource {

    static final int SIDE = CifarFile.SIDE;
    static final int CHANNELS = CifarFile.CHANNELS;
    private static final String ADDRESS = "https://www.cs.toronto.edu/~kriz/";

    public static Cifar cifar10() {
        List<String> train =
                Stream.of(1, 2, 3, 4, 5).map(i -> "data_batch_" + i + ".bin").toList();
        RemoteFile archive = RemoteFile.of(ADDRESS + "cifar-10-binary.tar.gz", "c32a1d4ab5d03f1284b67883e8d87530");
        return new Cifar(
                "cifar10",
                CifarClasses.TEN,
                1,
                train,
                10_000,
                "test_batch.bin",
                10_000,
                "cifar-10-batches-bin",
                List.of(archive));
    }

    public static Cifar cifar100() {
        RemoteFile archive = RemoteFile.of(ADDRESS + "cifar-100-binary.tar.gz", "03b5dce01913d631647c71ecec9e9cb8");
        return new Cifar(
                "cifar100",
                CifarClasses.HUNDRED,
                2,
                List.of("train.bin"),
                50_000,
                "test.bin",
                10_000,
                "cifar-100-binary",
                List.of(archive));
    }

    @Override
    public String summary() {
        return "50,000 + 10,000 colour images, 32x32, " + classNames.size() + " classes";
    }

    @Override
    public List<String> files() {
        return Stream.concat(trainFiles.stream(), Stream.of(testFile)).toList();
    }

    @Override
    public OptionalLong length(String file) {
        long recordBytes = new CifarFile(Path.of(file), labelBytes, classNames.size()).recordBytes();
        return OptionalLong.of(recordBytes * (file.equals(testFile) ? testRecords : trainRecords));
    }

    @Override
    public List<String> folders() {
        return List.of(archiveFolder);
    }

    @Override
    public DataSet read(Path folder) throws IOException {
        return new DataSet(
                name, imageSet(folder, trainFiles, trainRecords), imageSet(folder, List.of(testFile), testRecords));
    }

    private ImageSet imageSet(Path folder, List<String> fileNames, int recordsPerFile) throws IOException {
        int images = fileNames.size() * recordsPerFile;
        byte[] pixels = new byte[images * CHANNELS * SIDE * SIDE];
        int[] labels = new int[images];
        for (int i = 0; i < fileNames.size(); i++) {
            CifarFile file = new CifarFile(folder.resolve(fileNames.get(i)), labelBytes, classNames.size());
            file.read(recordsPerFile, pixels, labels, i * recordsPerFile);
        }
        return new ImageSet(name, SIDE, SIDE, CHANNELS, classNames, pixels, labels);
    }
}
