package org.fitact.nn.image.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.image.ImageSet;
import org.fitact.nn.image.source.CifarFile;
import org.fitact.nn.image.source.DataFormat;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.image.source.InsideFolder;
import org.fitact.nn.image.source.OwnData;

/**
 * {@code cifar:DIR}: files in the binary layout of CIFAR-10 ({@code data_batch_*.bin}, {@code test_batch.bin}; one label byte) or
 * CIFAR-100 ({@code train.bin}, {@code test.bin}; two, of which the second counts), with any number of records. The classes are named
 * by {@code batches.meta.txt} or {@code fine_label_names.txt}, one a line.
 */
public final class CifarFolder implements DataFormat {

    private static final int MOST_LABELS = 256;
    private static final long MOST_BYTES = 1 << 30;
    private static final int IMAGE_BYTES = CifarFile.SIDE * CifarFile.SIDE * CifarFile.CHANNELS;

    @Override
    public String name() {
        return "cifar";
    }

    @Override
    public String place() {
        return "DIR";
    }

    @Override
    public String summary() {
        return "a folder with data_batch_*.bin and test_batch.bin, or train.bin and test.bin, in CIFAR's layout";
    }

    @Override
    public DataSet open(OwnData data) throws IOException {
        Path folder = data.place();
        boolean hundred = isThere(folder.resolve("train.bin"));
        int labelBytes = hundred ? 2 : 1;
        List<Path> train = hundred ? List.of(folder.resolve("train.bin")) : batches(folder);
        Path test = folder.resolve(hundred ? "test.bin" : "test_batch.bin");
        InsideFolder inside = new InsideFolder(folder);
        Records toTrain = Records.of(train, inside, labelBytes);
        Records toTest = isThere(test) ? Records.of(List.of(test), inside, labelBytes) : null;
        int[] all = toTest == null
                ? toTrain.labels
                : IntStream.concat(IntStream.of(toTrain.labels), IntStream.of(toTest.labels))
                        .toArray();
        List<String> classes =
                ClassNames.inside(inside, folder.resolve(hundred ? "fine_label_names.txt" : "batches.meta.txt"), all);
        return Opened.of(
                data, toTrain.set(data.name(), classes), toTest == null ? null : toTest.set(data.name(), classes));
    }

    /** Also a link to nowhere, which is refused when it is read: else a test set would be drawn in place of that which is meant. */
    private static boolean isThere(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static List<Path> batches(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> batches = files.filter(
                            file -> file.getFileName().toString().matches("data_batch_\\d+\\.bin"))
                    .sorted()
                    .toList();
            if (batches.isEmpty()) {
                throw new InvalidFileException(
                        folder, "file data_batch_1.bin or train.bin", "missing", "a file in CIFAR's layout");
            }
            return batches;
        }
    }

    private record Records(byte[] pixels, int[] labels) {

        static Records of(List<Path> paths, InsideFolder inside, int labelBytes) throws IOException {
            List<CifarFile> files = new ArrayList<>();
            List<Integer> records = new ArrayList<>();
            long images = 0;
            for (Path path : paths) {
                CifarFile file = new CifarFile(inside.require(path), labelBytes, MOST_LABELS);
                files.add(file);
                records.add(file.records());
                images += records.getLast();
                if (images * IMAGE_BYTES > MOST_BYTES) {
                    throw new InvalidFileException(
                            path, "length", "too many records", "at most " + MOST_BYTES + " bytes in all files");
                }
            }
            Records all = new Records(new byte[(int) images * IMAGE_BYTES], new int[(int) images]);
            int first = 0;
            for (int i = 0; i < files.size(); i++) {
                files.get(i).read(records.get(i), all.pixels, all.labels, first);
                first += records.get(i);
            }
            return all;
        }

        ImageSet set(String name, List<String> classes) {
            return new ImageSet(name, CifarFile.SIDE, CifarFile.SIDE, CifarFile.CHANNELS, classes, pixels, labels);
        }
    }
}
