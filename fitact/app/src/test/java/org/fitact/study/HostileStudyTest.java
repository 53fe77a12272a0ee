package org.fitact.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.checkpoint.SafetensorsFile;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.model.Models;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of a study folder that were changed by hand: one line that names file and place. */
class HostileStudyTest {

    @TempDir
    private Path path;

    private Checkpoint checkpoint(StudyFolder folder, String note, String value) throws IOException {
        Map<String, String> notes = new HashMap<>(new HeldOut(0.1, 1).notes());
        notes.put(note, value);
        Normalisation normalisation = new Normalisation(new float[] {0}, new float[] {1});
        Architecture lenet = new Architecture("lenet5", Shape.of(32, 32, 1), 2);
        try (Backend backend = Backends.open("reference", new BackendOptions(1));
                Network network = Models.create(lenet, backend, 1)) {
            Checkpoint.save(
                    folder.hardened("x"), network, new CheckpointInfo("d", List.of("a", "b"), normalisation, notes));
        }
        return Checkpoint.read(folder.hardened("x"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            details | null | note details is null, expected an object
            details | [] | note details is [], expected an object
            details | 3 | note details is 3, expected an object
            details | { | note details is broken at line 1, column 2, expected JSON
            seconds | soon | note seconds is soon, expected a finite number
            seconds | NaN | note seconds is NaN, expected a finite number
            """)
    void aNoteOfAHardenedNetworkThatIsOfAnotherTypeIsNamed(String note, String value, String message)
            throws IOException {
        StudyFolder folder = new StudyFolder(path);
        checkpoint(folder, note, value);
        InvalidFileException refused = assertThrows(InvalidFileException.class, () -> Hardening.read(folder, "x"));
        assertEquals(folder.hardened("x") + ": " + message, refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "heldOut.share, NaN, a finite number",
        "heldOut.share, 1, more than 0 and less than 1",
        "heldOut.share, half, a finite number",
        "heldOut.seed, 1.5, a whole number from -9223372036854775808 to 9223372036854775807"
    })
    void aSplitThatIsNoneIsNamed(String note, String value, String expected) throws IOException {
        Checkpoint checkpoint = checkpoint(new StudyFolder(path), note, value);
        InvalidFileException refused = assertThrows(InvalidFileException.class, () -> HeldOut.of(checkpoint));
        assertEquals("note " + note, refused.field());
        assertEquals(value, refused.found());
        assertEquals(expected, refused.expected());
    }

    @ParameterizedTest
    @CsvSource({
        "NaN, 'tensor a[1] is NaN, expected a finite number'",
        "Infinity, 'tensor a[1] is Infinity, expected a finite number'",
        "-1, 'neuron 1 of tensor a is -1.0, expected a maximum of 0 or more'"
    })
    void aMaximumThatNoNeuronHasIsNamed(float value, String message) throws IOException {
        StudyFolder folder = new StudyFolder(path);
        new SafetensorsFile(Map.of("sites", "a"), Map.of("a", StoredTensor.of(new int[] {1, 1, 2}, new float[] {1, value
                })))
                .write(folder.profile());
        String named = message.replace("a[1]", "a[0, 0, 1]");
        assertEquals(
                folder.profile() + ": " + named,
                assertThrows(InvalidFileException.class, () -> Hardening.layers(folder))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource({"a, b", "a, 'a,b'", "a, ''"})
    void sitesThatTheFileDoesNotHoldAreNamed(String held, String sites) throws IOException {
        StudyFolder folder = new StudyFolder(path);
        new SafetensorsFile(Map.of("sites", sites), Map.of(held, StoredTensor.of(new int[] {1}, 1f)))
                .write(folder.profile());
        InvalidFileException refused = assertThrows(InvalidFileException.class, () -> Hardening.layers(folder));
        assertEquals("missing", refused.found());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"null", "[]", "{}", "{\"identity\":null}", "1", "{", "\"\""})
    void aTrainingThatIsNoneIsRefused(String text) throws IOException {
        StudyFolder folder = new StudyFolder(path);
        Files.writeString(folder.training(), text);
        InvalidFileException refused = assertThrows(InvalidFileException.class, () -> Training.read(folder));
        assertTrue(refused.getMessage().startsWith(folder.training() + ": "), refused.getMessage());
    }

    @Test
    void aProfileOfIntegersIsRefused() throws IOException {
        StudyFolder folder = new StudyFolder(path);
        new SafetensorsFile(Map.of("sites", "a"), Map.of("a", StoredTensor.of(new int[] {1}, 1L)))
                .write(folder.profile());
        assertEquals(
                "I64[1]",
                assertThrows(InvalidFileException.class, () -> Hardening.layers(folder))
                        .found());
    }
}
