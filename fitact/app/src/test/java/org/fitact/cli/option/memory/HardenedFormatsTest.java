package org.fitact.cli.option.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.fitact.cli.value.MisuseError;
import org.fitact.cli.value.OptionTypes;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.ImageSet;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Protections;
import org.fitact.protect.Toy;
import org.fitact.study.HardenedScheme;
import org.fitact.study.Hardening;
import org.fitact.study.HeldOut;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.fixedpoint.Rounding;
import org.fitact.tensor.number.TensorFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The format for which networks were hardened is that in which they are measured, and what it costs is said. */
class HardenedFormatsTest {

    private static final FixedPoint SIXTEEN_BITS = FixedPoint.of(QFormat.Q7_8);

    @TempDir
    private Path folder;

    private StudyFolder study;

    @Command(name = "measure")
    private static final class Measure {
        @Mixin
        private NumberOptions numbers;
    }

    @BeforeEach
    void trained() throws IOException {
        study = new StudyFolder(folder);
        try (Network network = Toy.network(Toy.REFERENCE)) {
            CheckpointInfo info = new CheckpointInfo(
                    "toy", Toy.images(4, 1).classNames(), Toy.data().normalisation(), new HeldOut(0.25, 1).notes());
            Checkpoint.save(study.model(), network, info);
        }
    }

    private HardenedScheme harden(String scheme, FixedPoint format) throws IOException {
        ImageSet images = Toy.images(80, 1);
        HardeningSettings plain = HardeningSettings.DEFAULT;
        HardeningSettings settings = new HardeningSettings(plain.postTraining(), plain.search(), 0, format);
        return new Hardening(study, Toy.REFERENCE, images, settings, 1)
                .run(List.of(Protections.named(scheme)), (_, _) -> {})
                .get(scheme);
    }

    private TensorFormat format(StringWriter said, String... options) throws IOException {
        Measure measure = new Measure();
        CommandLine command = new CommandLine(measure).setCaseInsensitiveEnumValuesAllowed(true);
        OptionTypes.register(command);
        command.setErr(new PrintWriter(said)).parseArgs(options);
        return new HardenedFormats(study, List.of("none", "ranger"), measure.numbers)
                .arithmetic(command.getCommandSpec(), 0);
    }

    @Test
    void isThatOfTheHardening() throws IOException {
        StringWriter said = new StringWriter();
        assertEquals(FixedPoint.DEFAULT, format(said));
        harden("none", SIXTEEN_BITS);
        harden("ranger", SIXTEEN_BITS);
        assertEquals(SIXTEEN_BITS, format(said));
        assertEquals(SIXTEEN_BITS, format(said, "--format", "Q7.8"));
        assertEquals("", said.toString());
        assertEquals(FixedPoint.DEFAULT, format(said, "--format", "Q15.16"));
        assertEquals(
                List.of("none", "ranger").stream()
                        .map(scheme ->
                                "fitact: warning: " + scheme + " was hardened for Q7.8 (half_even, saturate), and is "
                                        + "measured in Q15.16 (half_even, saturate)")
                        .toList(),
                said.toString().lines().toList());
    }

    @Test
    void isAskedForWhereItIsNotOne() throws IOException {
        harden("none", SIXTEEN_BITS);
        harden("ranger", FixedPoint.DEFAULT);
        var thrown = assertThrows(MisuseError.class, () -> format(new StringWriter()));
        assertEquals(
                "--format is missing, as the networks were hardened for different ones: none for Q7.8 (half_even, saturate), "
                        + "ranger for Q15.16 (half_even, saturate)",
                thrown.getMessage());
        assertEquals(SIXTEEN_BITS, format(new StringWriter(), "--format", "Q7.8"));
    }

    /** Commands differ in the seed that they leave behind. */
    @Test
    void aSeedIsADifferenceToStochasticRoundingAlone() throws IOException {
        StringWriter said = new StringWriter();
        harden("none", SIXTEEN_BITS);
        harden("ranger", seeded(Rounding.HALF_EVEN, 5));
        assertEquals(SIXTEEN_BITS, format(said));
        assertEquals("", said.toString());
        harden("none", seeded(Rounding.STOCHASTIC, 1));
        harden("ranger", seeded(Rounding.STOCHASTIC, 2));
        var thrown = assertThrows(MisuseError.class, () -> format(new StringWriter()));
        assertTrue(
                thrown.getMessage()
                        .endsWith(
                                ": none for Q7.8 (stochastic of seed 1, saturate), ranger for Q7.8 (stochastic of seed 2, "
                                        + "saturate)"),
                thrown.getMessage());
    }

    private static FixedPoint seeded(Rounding rounding, long seed) {
        return new FixedPoint(QFormat.Q7_8, rounding, Overflow.SATURATE, seed);
    }

    /** Twice, as what is taken from the folder says it as well. */
    @Test
    void whatItCannotHoldIsCounted() throws IOException {
        for (int run = 0; run < 2; run++) {
            HardenedScheme coarse = harden("none", FixedPoint.of(new QFormat(31, 0)));
            assertEquals("conv1.bias", coarse.storage().getFirst().tensor());
            assertEquals(true, coarse.storage().getFirst().allZero());
        }
        assertEquals(List.of(), harden("ranger", FixedPoint.DEFAULT).storage());
    }
}
