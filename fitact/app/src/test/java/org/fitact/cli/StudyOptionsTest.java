package org.fitact.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fitact.cli.option.StudyOptions;
import org.fitact.cli.value.MisuseError;
import org.fitact.fault.kind.StuckAtKind;
import org.fitact.protect.Protections;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.QFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a study was begun with is not typed again, and nothing else is taken for it. */
class StudyOptionsTest {

    @TempDir
    private Path folder;

    /** Parses without running, as a campaign that goes on in a folder that was begun so. */
    private CommandLine.ParseResult recalled(String options, String... typed) throws IOException {
        Files.writeString(folder.resolve("options.json"), options.replace('\'', '"'));
        List<String> arguments = new ArrayList<>(List.of("campaign", folder.toString()));
        arguments.addAll(List.of(typed));
        return StudyOptions.recalled(Main.commandLine().parseArgs(arguments.toArray(String[]::new)))
                .subcommand();
    }

    private static Object value(CommandLine.ParseResult parsed, String option) {
        return parsed.commandSpec().findOption(option).getValue();
    }

    private static final String BEGUN =
            "{'campaign':{'--rates':['1e-5,1e-4'],'--trials':['7'],'--fold-batch-norm':['false'],'--data-dir':['/a'],"
                    + "'--schemes':['none,ranger'],'--format':['Q7.8'],'--faults':['stuck_at_1']},'train':{'--epochs':['3']}}";

    @Test
    void whatWasBegunIsRecalled() throws IOException {
        CommandLine.ParseResult parsed = recalled(BEGUN, "--resume", "--threads", "3", "--json");
        assertEquals(List.of(1e-5, 1e-4), value(parsed, "--rates"));
        assertEquals(7, (Integer) value(parsed, "--trials"));
        assertEquals(false, value(parsed, "--fold-batch-norm"));
        assertEquals(FixedPoint.of(QFormat.Q7_8), value(parsed, "--format"));
        assertEquals(List.of(Protections.named("none"), Protections.named("ranger")), value(parsed, "--schemes"));
        assertEquals(new StuckAtKind(1), value(parsed, "--faults"));
        assertEquals(Path.of("/a"), value(parsed, "--data-dir"));
        assertEquals(3, (Integer) value(parsed, "--threads"), "an option of the run");
        assertEquals(true, value(parsed, "--resume"));
        assertEquals(500, (Integer) value(parsed, "--images"), "the default, as it was then");
    }

    @Test
    void whatIsTypedAgainMayLookOtherwiseButNotBeOtherwise() throws IOException {
        recalled(
                BEGUN,
                "--resume",
                "--rates=1.0e-5,0.0001",
                "--no-fold-batch-norm",
                "--trials",
                "07",
                "--faults",
                "STUCK_AT_1");
        assertEquals(Path.of("/b"), value(recalled(BEGUN, "--resume", "--data-dir", "/b"), "--data-dir"), "a place");
        refused("--rates is 1e-6, but X was begun with 1e-5,1e-4", "--rates", "1e-6");
        refused("--trials is 8, but X was begun with 7", "--trials", "8");
        refused("--seed is 2, but X was begun with 1", "--seed", "2");
        refused("--fold-batch-norm is true, but X was begun with false", "--fold-batch-norm");
        refused("--bound-format is Q7.8, but X was begun with nothing", "--bound-format", "Q7.8");
        refused("--device is reference, but X was begun with cpu", "--device", "reference");
    }

    @Test
    void whatBeginsRecallsNothing() throws IOException {
        assertEquals(50, (Integer) value(recalled(BEGUN), "--trials"));
        assertEquals(50, (Integer) value(recalled("{'demo':{}}", "--resume"), "--trials"));
        assertThrows(CommandLine.ExecutionException.class, () -> recalled("[]", "--resume"));
        assertThrows(CommandLine.ExecutionException.class, () -> recalled("{'campaign':{'--rates':3}}", "--resume"));
    }

    private void refused(String expected, String... typed) {
        List<String> arguments = new ArrayList<>(List.of("--resume"));
        arguments.addAll(List.of(typed));
        var thrown = assertThrows(
                CommandLine.ExecutionException.class, () -> recalled(BEGUN, arguments.toArray(String[]::new)));
        assertTrue(thrown.getCause() instanceof MisuseError, "misuse, by its exit code");
        assertEquals(
                expected.replace("X", folder.toString()) + ": leave it out to go on, or choose another --out",
                thrown.getMessage());
    }

    @Test
    void whatIsRememberedIsWhatIsRecalled() throws IOException {
        CommandLine begun = Main.commandLine();
        begun.parseArgs(
                "campaign",
                folder.toString(),
                "--rates=1e-6,1e-5",
                "--no-fold-batch-norm",
                "--bits",
                "0-7,31",
                "--threads",
                "2",
                "--json",
                "--seed",
                "9");
        CommandLine campaign = begun.getSubcommands().get("campaign");
        StudyOptions.remember(campaign.getCommandSpec(), new StudyFolder(folder), Map.of("--schemes", "none,ranger"));
        CommandLine demo = Main.commandLine();
        demo.parseArgs("demo");
        StudyOptions.remember(demo.getSubcommands().get("demo").getCommandSpec(), new StudyFolder(folder), Map.of());
        String options = Files.readString(folder.resolve("options.json"));
        assertEquals(
                new ObjectMapper()
                        .readTree(
                                "{\"campaign\":{\"--bits\":[\"0-7,31\"],\"--fold-batch-norm\":[\"false\"],"
                                        + "\"--rates\":[\"1e-6,1e-5\"],\"--schemes\":[\"none,ranger\"],\"--seed\":[\"9\"]},\"demo\":{}}"),
                new ObjectMapper().readTree(options));
        CommandLine.ParseResult parsed = recalled(options, "--resume");
        for (String option : List.of("--rates", "--fold-batch-norm", "--bits", "--seed")) {
            assertEquals(campaign.getCommandSpec().findOption(option).<Object>getValue(), value(parsed, option));
        }
        assertEquals(List.of(Protections.named("none"), Protections.named("ranger")), value(parsed, "--schemes"));
    }
}
