package org.fitact.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fitact.InProcess;
import org.fitact.cli.value.OfSetting;
import org.fitact.protect.Protections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.OptionSpec;

/** Options that are sound by themselves and not together, or not here: one line, exit code 2, and nothing left. */
class MisuseTest {

    @TempDir
    private Path folder;

    private final InProcess program = new InProcess();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            train --epochs 2 --warm-up 3          | --warm-up is 3.0, expected at most the 2 of --epochs
            train --batch 60000                   | --batch is 60000, expected at most the
            train --optimiser adam --momentum 0.5 | --momentum is of sgd, and --optimiser is adam
            train --clip-weights 1                | --clip-weights is of training under bit errors, which --fault-rate asks for
            train --fault-rate 0.01 --epochs 1    | --clean-epochs is 1, expected fewer than the 1 of --epochs
            train --resume                        | model.safetensors is not there, so there is no training to go on with
            train --data-dir /no/such/folder      | --data-dir is /no/such/folder, expected a folder that is there
            train --gemm cublas                   | --gemm cublas: backend
            train --conv cudnn                    | --conv cudnn: conv is "cudnn", expected one of fastest, direct
            train --model vgg61                   | unknown value of --model 'vgg61': did you mean 'vgg16'?
            demo --resume                         | model.safetensors is not there, so there is no study to go on with
            harden x --bound 3 --schemes fitact   | --bound is given, but --schemes has none that reads it: gbrelu
            harden x --delta 0.1 --schemes ranger | --delta is given, but --schemes has none that reads it: fitact
            campaign x --pilot                    | --out is of campaigns, and --pilot leaves no trials
            campaign x --rates ,                  | --rates is empty, expected at least one value
            harden x --schemes ,                  | --schemes is empty, expected at least one value
            import x.onnx --mean ,                | --mean is empty, expected at least one value
            campaign x --bits 40-50,x             | --bits: bits "40-50,x", expected all, some of
            campaign x --bits 7-3                 | --bits: bits "7-3", expected the smaller position first
            reproduce fig1 --preset qick          | --preset is 'qick', expected quick, cpu-short, cpu, gpu, paper, or a file whose name
            import x.onnx --data nope             | unknown value of --data 'nope'
            reproduce fig1 --half-width 0.1       | --half-width is of --pilot
            reproduce fig1 --describe --only lenet5 | --only limits a run, and --describe says all
            reproduce fig1 --only vgg61           | --only: unknown network of preset quick 'vgg61'
            reproduce fig9                        | unknown value of TARGET 'fig9'
            """)
    void isSaidBeforeAnythingBegins(String line, String expected) throws IOException {
        List<String> args = new ArrayList<>(List.of(line.split(" ")));
        args.addAll(List.of("--out", folder.resolve("a/b").toString()));
        assertEquals(Main.MISUSED, program.fitact(args.toArray()), program::err);
        assertTrue(program.err().startsWith("fitact: ") && program.err().contains(expected), program.err());
        assertEquals(1, program.err().lines().count(), program.err());
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void whatLiesThereIsNotOverwritten() throws IOException {
        Path model = Files.createFile(folder.resolve("model.safetensors"));
        for (String command : List.of("train", "demo")) {
            assertEquals(Main.MISUSED, program.fitact(command, "--out", folder.toString()));
            assertTrue(program.err().startsWith("fitact: " + model + " exists already: add --resume"), program.err());
        }
    }

    /** The names beside the options are those of schemes. */
    @Test
    void optionsOfSettingNameSchemes() {
        List<String> named = new ArrayList<>();
        for (OptionSpec option : Main.commandLine()
                .getSubcommands()
                .get("harden")
                .getCommandSpec()
                .options()) {
            if (option.userObject() instanceof Field field && field.isAnnotationPresent(OfSetting.class)) {
                named.add(field.getAnnotation(OfSetting.class).value());
            }
        }
        assertTrue(named.size() > 10, named.toString());
        for (String setting : named) {
            assertTrue(Protections.all().stream().anyMatch(scheme -> scheme.reads(setting)), setting);
            assertFalse(Protections.baseline().reads(setting), setting);
        }
    }
}
