package org.fitact.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fitact.bench.report.TurnsRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With programs in place of the builds that only say what they are told to. */
class TurnsTest {

    private static final Turns.Task TASK = new Turns.Task("inference", "vgg16", 16);

    @TempDir
    private Path folder;

    private Path build(String name, String script) throws IOException {
        Path launcher = folder.resolve(name).resolve("bin/fitact");
        Files.createDirectories(launcher.getParent());
        Files.writeString(launcher, "#!/bin/sh\n" + script);
        assertTrue(launcher.toFile().setExecutable(true));
        return folder.resolve(name);
    }

    private static String answering(String times) {
        return "echo ready\nwhile read rounds; do echo \"" + times + "\"; done\n";
    }

    @Test
    void aBuildThatTakesATenthMoreIsATenthSlower() throws IOException {
        Turns turns = new Turns(
                build("before", answering("relu=1000000 ranger=2000000")),
                build("after", answering("relu=1100000 ranger=2000000")),
                2,
                0.05);
        List<Turns.Pair> relu = new ArrayList<>();
        List<Turns.Pair> ranger = new ArrayList<>();
        for (int fork = 0; fork < 2; fork++) {
            Map<String, Turns.Pair> pairs = turns.fork(TASK);
            assertEquals(pairs.get("relu").before().length, pairs.get("relu").after().length);
            relu.add(pairs.get("relu"));
            ranger.add(pairs.get("ranger"));
        }
        TurnsRow slower = TurnsRow.of(TASK, "relu", relu);
        assertEquals(0.1, slower.slowdown(), 1e-9);
        assertEquals(1, slower.before(), 1e-9);
        assertTrue(slower.isWorse(0.02));
        assertFalse(slower.isWorse(0.2));
        assertFalse(TurnsRow.of(TASK, "ranger", ranger).isWorse(0.02));
        assertFalse(TurnsRow.of(TASK, "relu", relu.subList(0, 1)).isWorse(0.02), "of one fork nothing is known");
    }

    @Test
    void aBuildThatFailsIsNamed() throws IOException {
        Path sound = build("sound", answering("relu=1"));
        Path ends = build("ends", "exit 1\n");
        Path talks = build("talks", "echo 'the backend is busy'\n");
        assertTrue(assertThrows(IOException.class, () -> new Turns(sound, ends, 2, 0.05).fork(TASK))
                .getMessage()
                .startsWith(ends + ": its benchmark has ended"));
        assertEquals(
                talks + ": says \"the backend is busy\", expected \"ready\"",
                assertThrows(IOException.class, () -> new Turns(talks, sound, 2, 0.05).fork(TASK))
                        .getMessage());
    }
}
