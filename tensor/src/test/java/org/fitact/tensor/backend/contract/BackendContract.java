package org.fitact.tensor.backend.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.integer.Draws;
import org.fitact.tensor.integer.IntegerOps;
import org.fitact.tensor.integer.NodeRun;
import org.fitact.tensor.integer.Tally;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * All that a backend must do. A subclass says how to open it and inherits the tests; the interfaces hold them by family
 * of ops.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
public abstract class BackendContract
        implements MemoryContract,
                ElementwiseContract,
                ReductionContract,
                GemmContract,
                BatchedGemmContract,
                Conv2dContract,
                Conv2dPoolContract,
                Pool2dContract,
                BatchNormContract,
                GroupNormContract,
                SoftmaxContract,
                CrossEntropyContract,
                BoundedReluContract,
                IntervalContract,
                OptimiserStepContract,
                FixedPointContract,
                WordCodeContract,
                ArgumentContract,
                OwnerContract,
                DeterminismContract {

    private final Recording recording = new Recording();
    private Harness harness;

    /** Opens the backend under test; the suite closes it. */
    protected abstract Backend open(BackendOptions options);

    @BeforeAll
    final void openHarness() {
        harness = new Harness(openRecorded(new BackendOptions(2)));
    }

    @AfterAll
    final void closeHarness() {
        harness.close();
    }

    @Override
    public final Harness harness() {
        return harness;
    }

    @Override
    public final Backend openRecorded(BackendOptions options) {
        return recording.of(open(options));
    }

    @Test
    void theNameIsOneWord() {
        String name = harness.tested().name();
        assertFalse(name.isBlank() || name.contains(" "), name);
    }

    @Test
    void namesWhatItsResultsDependOn() {
        Map<String, String> choices = harness.tested().numericChoices();
        try (Backend again = openRecorded(new BackendOptions(1).choosing(choices))) {
            assertEquals(choices, again.numericChoices(), "the choices are those that open it again");
        }
        choices.forEach((choice, value) ->
                assertEquals((choice + value).toLowerCase(Locale.ROOT), choice + value, "names are in lower case"));
    }

    @Test
    void whereItsMemoryLiesFollowsFromTheBackend() {
        try (Backend another = openRecorded(new BackendOptions(1))) {
            assertEquals(another.hasOwnMemory(), harness.tested().hasOwnMemory());
        }
    }

    /** Those that it has, if it has any, need neither its memory nor its thread. */
    @Test
    void opsOnWordsOutliveIt() {
        Optional<IntegerOps> ops;
        try (Backend another = openRecorded(new BackendOptions(1))) {
            ops = another.integers();
        }
        assertEquals(harness.tested().integers().isPresent(), ops.isPresent());
        ops.ifPresent(words -> {
            FixedType quarters = FixedType.of(Format.signed(8, 2));
            long[] quantised = new long[3];
            NodeRun run = new NodeRun(new Tally(), new Draws(1, 0, 3));
            words.quantise(3, new float[] {0.375f, -1, 100}, quarters, quantised, run);
            assertArrayEquals(new long[] {2, -4, 127}, quantised);
            assertEquals(1, run.tally().outputOverflows());
        });
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void everyOpWasExercised() {
        assertEquals(Set.of(), recording.missing(), "methods of Backend that no test of the contract called");
    }
}
