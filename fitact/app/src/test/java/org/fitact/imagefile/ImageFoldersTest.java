package org.fitact.imagefile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.fit.ImageFit;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.image.source.OwnData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFoldersTest {

    @TempDir
    Path folder;

    private void write(String name, byte[] bytes) throws IOException {
        Pictures.write(folder.resolve(name), bytes);
    }

    private DataSet open(ImageFit fit) throws IOException {
        return OwnData.parse("images:" + folder, fit, 7).orElseThrow().open(null);
    }

    private String refusal() {
        return assertThrows(InvalidFileException.class, () -> open(ImageFit.NONE))
                .getMessage()
                .replace(folder.toString(), "F");
    }

    private static List<Integer> labels(Images images) {
        List<Integer> labels = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            labels.add(images.label(i));
        }
        return labels;
    }

    @Test
    void classesAndFilesAreInTheOrderOfTheirNames() throws IOException {
        write("train/b/2.png", Pictures.png(4, 4, 1));
        write("train/b/10.PNG", Pictures.png(4, 4, 2));
        write("train/b/below/1.png", Pictures.png(4, 4, 3));
        write("train/a/9.jpeg.png", Pictures.png(4, 4, 4));
        write("train/a/notes.txt", new byte[1]);
        write("train/.hidden/1.png", new byte[1]);
        write("train/a/.DS_Store.png", new byte[1]);
        write("val/a/1.png", Pictures.png(4, 4, 5));
        write("val/b/1.png", Pictures.png(4, 4, 6));
        DataSet data = open(ImageFit.NONE);
        assertEquals("images:" + folder.getFileName(), data.name());
        assertEquals(List.of("a", "b"), data.train().classNames());
        assertArrayEquals(new int[] {1, 3}, data.train().classCounts());
        assertArrayEquals(new int[] {1, 1}, data.test().classCounts());
        Images files = new FileImages("x", new FolderScan(folder).classes(folder.resolve("train")), ImageFit.NONE);
        assertEquals(List.of(0, 1, 1, 1), labels(files));
        int at = 0;
        for (int seed : new int[] {4, 2, 1, 3}) {
            assertArrayEquals(ImageDecoderTest.decode(Pictures.png(4, 4, seed)).pixels(), files.image(at++));
        }
    }

    @Test
    void whatNobodyDividedIsDividedBySeed() throws IOException {
        Pictures.bands(folder, 30);
        ImageFit fit = new ImageFit(16, 12, 1);
        DataSet data = open(fit);
        assertArrayEquals(new int[] {2, 2, 2}, data.test().classCounts());
        assertArrayEquals(new int[] {8, 8, 8}, data.train().classCounts());
        assertEquals(12 * 12, data.test().imageElements());
        assertArrayEquals(data.test().image(3), open(fit).test().image(3));
    }

    @Test
    void theNotesFindTheImagesAgainAlsoWhereTheFolderMoved() throws IOException {
        Pictures.bands(folder.resolve("here/flowers"), 30);
        DataSet data = OwnData.parse("images:" + folder.resolve("here/flowers"), new ImageFit(16, 12, 1), 3)
                .orElseThrow()
                .open(null);
        assertEquals("images:flowers", data.name());
        Files.move(folder.resolve("here"), folder.resolve("there"));
        OwnData again = OwnData.of(data.name(), data.notes()).orElseThrow();
        assertEquals(
                folder.resolve("here/flowers") + ": DIR is not there, expected " + new ImageFolders().summary(),
                assertThrows(InvalidFileException.class, () -> again.open(folder))
                        .getMessage());
        DataSet found = again.open(folder.resolve("there"));
        assertArrayEquals(data.test().classCounts(), found.test().classCounts());
    }

    @Test
    void anImageOfAnotherSizeIsNamedWhenItIsRead() throws IOException {
        write("a/1.png", Pictures.png(4, 4, 1));
        write("a/2.png", Pictures.png(4, 5, 1));
        Images images =
                new FileImages("x", new FolderScan(folder).classes(folder), ImageFolders.coloured(ImageFit.NONE));
        UncheckedIOException thrown =
                assertThrows(UncheckedIOException.class, () -> images.read(new int[] {0, 1}, new byte[96]));
        assertEquals(
                folder.resolve("a/2.png")
                        + ": size is 4x5x3, expected 4x4x3 as of a/1.png; --resize and --crop make images equal",
                thrown.getCause().getMessage());
    }

    @Test
    void whatIsNoFolderOfClassesIsRefused() throws IOException {
        assertEquals("F: number of folders is 0, expected 1 to 65536, one a class", refusal());
        write("a/1.png", Pictures.png(4, 4, 1));
        Files.createDirectories(folder.resolve("b"));
        assertEquals("F/b: number of images is 0, expected at least one PNG, JPEG or BMP file", refusal());
        write("b/1.png", new byte[] {1});
        assertEquals("F: number of images is 2, expected enough of a class to test on a fifth", refusal());
        write("train/a/1.png", Pictures.png(4, 4, 1));
        write("test/c/1.png", Pictures.png(4, 4, 1));
        assertEquals("F/test: classes is [c], expected [a] as in F/train", refusal());
    }

    @Test
    void aNameThatCannotBePrintedIsRefused() throws IOException {
        write("a\u001b[31m/1.png", Pictures.png(4, 4, 1));
        assertEquals("F/a [31m: name of the folder is unprintable, expected a class that reports can name", refusal());
    }

    @Test
    void aLinkOutOfTheFolderIsRefusedAndOneInsideFollowed() throws IOException {
        write("in/a/1.png", Pictures.png(4, 4, 1));
        write("out/2.png", Pictures.png(4, 4, 1));
        Path in = folder.resolve("in");
        Files.createSymbolicLink(in.resolve("a/3.png"), in.resolve("a/1.png"));
        assertEquals(2, new FolderScan(in).classes(in).size());
        Files.createSymbolicLink(in.resolve("a/2.png"), folder.resolve("out/2.png"));
        String message = assertThrows(InvalidFileException.class, () -> new FolderScan(in).classes(in))
                .getMessage();
        assertEquals(
                "F/in/a/2.png: link is one to F/out/2.png, expected one to a place in F/in",
                message.replace(folder.toRealPath().toString(), "F").replace(folder.toString(), "F"));
        Files.delete(in.resolve("a/2.png"));
        Files.createSymbolicLink(in.resolve("a/2.png"), in.resolve("nowhere"));
        assertThrows(InvalidFileException.class, () -> new FolderScan(in).classes(in));
        Files.delete(in.resolve("a/2.png"));
        Files.createSymbolicLink(in.resolve("a/loop"), in.resolve("a"));
        assertThrows(InvalidFileException.class, () -> new FolderScan(in).classes(in), "a folder in itself");
    }

    @Test
    void moreFilesThanTheLimitAreRefused() throws IOException {
        for (int i = 0; i < 4; i++) {
            write("a/" + i + ".png", new byte[1]);
        }
        assertEquals(4, new FolderScan(folder, 5).classes(folder).size());
        String message = assertThrows(InvalidFileException.class, () -> new FolderScan(folder, 4).classes(folder))
                .getMessage();
        assertEquals(folder + ": number of files and folders is more, expected at most 4", message);
    }

    @Test
    void aFlatFolderOfImageNetHasAListOfLabels() throws IOException {
        for (int i = 0; i < 5; i++) {
            write("img/val_" + i + ".png", Pictures.png(300, 260 + i, i));
            write("more " + i + ".png", Pictures.png(260, 300 + i, i + 5));
        }
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            list.append("img/val_").append(i).append(".png 2\nmore ").append(i).append(".png, 0\n");
        }
        write("val.txt", list.toString().getBytes(StandardCharsets.UTF_8));
        write("classes.txt", "tench\ngoldfish\nshark\nray".getBytes(StandardCharsets.UTF_8));
        DataSet data = OwnData.parse("imagenet:" + folder, ImageFit.NONE, 1)
                .orElseThrow()
                .open(null);
        assertEquals(List.of("tench", "goldfish", "shark", "ray"), data.test().classNames());
        assertArrayEquals(new int[] {4, 0, 4, 0}, data.train().classCounts());
        assertEquals(224 * 224 * 3, data.test().imageElements());
        write("val.txt", "img/val_0.png 1\n../../other.png 0\n".getBytes(StandardCharsets.UTF_8));
        assertEquals(
                "F/val.txt: file is '../../other.png', expected one in F",
                assertThrows(
                                InvalidFileException.class,
                                () -> OwnData.parse("imagenet:" + folder, ImageFit.NONE, 1)
                                        .orElseThrow()
                                        .open(null))
                        .getMessage()
                        .replace(folder.toString(), "F"));
    }

    private String refusalOf(String format, Path in) throws IOException {
        return assertThrows(
                        InvalidFileException.class,
                        () -> OwnData.parse(format + ":" + in, ImageFit.NONE, 1)
                                .orElseThrow()
                                .open(null))
                .getMessage()
                .replace(folder.toRealPath().toString(), "F")
                .replace(folder.toString(), "F");
    }

    @ParameterizedTest
    @ValueSource(strings = {"train", "test", "val"})
    void aPartThatIsALinkOutOfTheFolderIsRefused(String part) throws IOException {
        write("out/a/1.png", Pictures.png(4, 4, 1));
        write("in/" + (part.equals("train") ? "test" : "train") + "/a/1.png", Pictures.png(4, 4, 1));
        Files.createSymbolicLink(folder.resolve("in").resolve(part), folder.resolve("out"));
        assertEquals(
                "F/in/" + part + ": link is one to F/out, expected one to a place in F/in",
                refusalOf("images", folder.resolve("in")));
    }

    @Test
    void aLinkToTheFolderItselfIsFollowed() throws IOException {
        write("there/train/a/1.png", Pictures.png(4, 4, 1));
        write("there/test/a/1.png", Pictures.png(4, 4, 1));
        Path here = Files.createSymbolicLink(folder.resolve("here"), folder.resolve("there"));
        DataSet data =
                OwnData.parse("images:" + here, ImageFit.NONE, 1).orElseThrow().open(null);
        assertEquals(1, data.train().size());
    }

    @Test
    void whatAListOfImageNetNamesIsInsideAlsoBehindLinks() throws IOException {
        Path in = folder.resolve("in");
        write("out/x.png", Pictures.png(260, 260, 1));
        write("in/y.png", Pictures.png(260, 260, 2));
        write("out/list.txt", "y.png 0".getBytes(StandardCharsets.UTF_8));
        Files.createSymbolicLink(in.resolve("val.txt"), folder.resolve("out/list.txt"));
        assertEquals(
                "F/in/val.txt: link is one to F/out/list.txt, expected one to a place in F/in",
                refusalOf("imagenet", in));
        Files.delete(in.resolve("val.txt"));
        write("in/val.txt", "y.png 0\nsub/x.png 1".getBytes(StandardCharsets.UTF_8));
        assertEquals("F/in/sub/x.png: file is not to be reached, expected one in F/in", refusalOf("imagenet", in));
        Files.createSymbolicLink(in.resolve("sub"), folder.resolve("out"));
        assertEquals(
                "F/in/sub/x.png: link is one to F/out/x.png, expected one to a place in F/in",
                refusalOf("imagenet", in));
        write("in/val.txt", "y.png 0\n".repeat(5).getBytes(StandardCharsets.UTF_8));
        assertEquals(
                4,
                OwnData.parse("imagenet:" + in, ImageFit.NONE, 1)
                        .orElseThrow()
                        .open(null)
                        .train()
                        .size());
        Files.createSymbolicLink(in.resolve("classes.txt"), folder.resolve("out/list.txt"));
        assertEquals(
                "F/in/classes.txt: link is one to F/out/list.txt, expected one to a place in F/in",
                refusalOf("imagenet", in));
    }
}
