package org.fitact.study;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyFolderTest {

    @TempDir
    private Path root;

    /** As it is typed: with the quotes of a shell where the folder's name needs them. */
    @Test
    void aMissingFileIsKnownByTheCommandThatLeavesIt() throws IOException {
        StudyFolder study = new StudyFolder(Files.createDirectories(root.resolve("two words")));
        String quoted = "'" + study.path() + "'";
        assertEquals(
                Optional.of("fitact harden " + quoted + " --schemes fitact-hard"),
                StudyFolder.madeBy(study.hardened("fitact-hard")));
        assertEquals(Optional.of("fitact harden " + quoted), StudyFolder.madeBy(study.profile()));
        assertEquals(
                Optional.of("fitact train --out " + quoted + " or fitact import"), StudyFolder.madeBy(study.model()));
        assertEquals(Optional.empty(), StudyFolder.madeBy(study.results()));
        assertEquals(Optional.empty(), StudyFolder.madeBy(root.resolve("mistyped/model.safetensors")));
    }
}
