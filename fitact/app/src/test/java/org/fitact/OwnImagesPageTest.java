package org.fitact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fitact.imagefile.Pictures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of {@code docs/own-images.md}, word for word, on the images of which it speaks. */
class OwnImagesPageTest {

    private static final Path PAGE = Path.of("..", "..", "docs", "own-images.md");

    @TempDir
    private Path folder;

    private static List<String> blocks(String kind) throws IOException {
        List<String> lines = new ArrayList<>();
        String block = null;
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("```")) {
                block = block == null ? line.substring(3) : null;
            } else if (kind.equals(block)) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** Runs a command as if the folder were the current one. */
    private Finished fitact(String command) {
        String[] words = command.split(" ");
        for (int i = 0; i < words.length; i++) {
            if (words[i].startsWith("images:")) {
                words[i] = "images:" + folder.resolve(words[i].substring("images:".length()));
            } else if (words[i].startsWith("runs/") || words[i].endsWith(".onnx")) {
                words[i] = folder.resolve(words[i]).toString();
            }
        }
        InProcess program = new InProcess();
        int exitCode = program.fitact((Object[]) words);
        return new Finished(exitCode, program.out(), program.err().replace(folder + "/", ""));
    }

    @Test
    void theCommandsOfThePageRunAsTheyStandThere() throws IOException {
        Pictures.bands(folder.resolve("shapes"), 200);
        List<String> commands = blocks("sh");
        assertEquals(6, commands.size());
        for (String command : commands) {
            assertTrue(command.startsWith("bin/fitact "), command);
            Finished finished = fitact(command.substring("bin/fitact ".length()));
            assertEquals(0, finished.exitCode(), command + "\n" + finished.err());
        }
        assertTrue(Files.exists(folder.resolve("runs/mine/report.html")));
        for (String few : List.of(
                "harden runs/mine --schemes none,clip-act --search-rates 1e-5 --search-trials 1 --out runs/few",
                "campaign runs/few --schemes none --rates 1e-4 --trials 2")) {
            Finished finished = fitact(few);
            assertEquals(0, finished.exitCode(), "defaults ask for more images than there are: " + finished.err());
        }
        Finished refused = fitact("import shapes.onnx --data images:shapes --out runs/other");
        assertEquals(1, refused.exitCode());
        assertEquals(blocks(""), refused.err().lines().toList());
    }
}
