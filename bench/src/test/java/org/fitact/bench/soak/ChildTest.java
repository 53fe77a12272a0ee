package org.fitact.bench.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of a program are started as this one was, interrupted, and never outlive who started them. */
class ChildTest {

    @TempDir
    Path folder;

    private Child child(Class<?> main) throws IOException {
        Program program = new Program(folder.resolve("log.txt"), folder.resolve("tmp"));
        return program.start(List.of(main.getName()), Files.createDirectories(folder.resolve("run")));
    }

    @Test
    void aRunThatEndsByItselfWasNotKilled() throws Exception {
        try (Child child = child(Quick.class)) {
            assertEquals(Child.End.FINISHED, child.interrupt(new Moment(60_000, false, Moment.Signal.KILL)));
            assertEquals(0, child.exitCode());
        }
    }

    @Test
    void aHalfWrittenFileIsWaitedForAndTheProcessIsGoneAfterwards() throws Exception {
        try (Child child = child(Writing.class)) {
            assertEquals(Child.End.KILLED, child.interrupt(new Moment(1, true, Moment.Signal.KILL)));
            assertTrue(Leftovers.isHalfWritten(folder.resolve("run")));
            assertTrue(child.exitCode() > 128, "ended by a signal");
        }
    }

    @Test
    void closingEndsARun() throws Exception {
        Child child = child(Writing.class);
        assertFalse(child.hasEnded());
        child.close();
        assertTrue(child.hasEnded());
    }

    @Test
    void sigtermIsToldFromSigkill() throws Exception {
        try (Child child = child(Writing.class)) {
            assertEquals(Child.End.TERMINATED, child.interrupt(new Moment(1, true, Moment.Signal.TERMINATE)));
        }
    }

    /** Does nothing. */
    static final class Quick {
        public static void main(String[] arguments) {}
    }

    /** Begins to write a file, and never ends. */
    static final class Writing {
        public static void main(String[] arguments) throws IOException {
            Files.createFile(Path.of(".file.partial"));
            while (true) {
                LockSupport.park();
            }
        }
    }
}
