package org.fitact.cli.help;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fitact.Finished;
import org.fitact.InProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script in the shell that it is for. */
@EnabledOnOs(OS.LINUX)
class CompletionCommandTest {

    @TempDir
    private Path folder;

    private Path script;

    @BeforeEach
    void generate() throws IOException {
        InProcess program = new InProcess();
        program.done("generate-completion");
        script = Files.writeString(folder.resolve("completion.sh"), program.out());
    }

    /** What the shell offers for the last of some words. */
    private List<String> offered(String... words) throws IOException, InterruptedException {
        // Of the shell while it completes: it asks for spaces and slashes behind what is offered.
        String ask = "compopt() { :; }; . " + script + "; COMP_WORDS=(fitact " + String.join(" ", words)
                + "); COMP_CWORD=" + words.length + "; _complete_fitact; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Finished shell = Finished.run(new ProcessBuilder("bash", "-c", ask), folder);
        assertEquals("", shell.err());
        return shell.out().lines().toList();
    }

    @Test
    void namesAreCompletedBehindACommaToo() throws Exception {
        assertEquals(List.of("ranger", "replicate"), offered("harden", "--schemes", "r"));
        assertEquals(
                List.of("none,fitact,ranger", "none,fitact,replicate"),
                offered("harden", "--schemes", "none,fitact,r"));
    }

    @Test
    void commandsAndOptionsAreCompleted() throws Exception {
        assertEquals(List.of("doctor"), offered("doc"));
        assertEquals(List.of("--half-width"), offered("campaign", "--half"));
    }
}
