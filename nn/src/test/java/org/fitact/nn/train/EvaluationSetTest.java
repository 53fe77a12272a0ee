package org.fitact.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.plan.Plan;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.CountingBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EvaluationSetTest {

    private static final Normalisation PLAIN = Normalisation.none(1);
    private static final int BATCH = 16;
    private static final long BATCH_BYTES = 4L * 64 * BATCH;

    private final Backend device = Backends.cpu(BackendOptions.defaults());
    private final CountingBackend counting = new CountingBackend(device);
    private final Backend backend = counting.backend();
    private final Images images = Toys.images(71);

    @AfterEach
    void close() {
        device.close();
    }

    @Test
    void predictionsDoNotDependOnHowManyBatchesLieReady() {
        try (Network network = Toys.network(backend, 3);
                Plan plan = Plan.of(network, BATCH, true);
                EvaluationSet all = new EvaluationSet(backend, images, PLAIN, BATCH);
                EvaluationSet two = new EvaluationSet(backend, images, PLAIN, BATCH, 3 * BATCH_BYTES - 1);
                EvaluationSet first = new EvaluationSet(backend, images, PLAIN, BATCH, 0)) {
            int[] expected = all.predict(plan);
            assertEquals(71, expected.length);
            assertArrayEquals(expected, two.predict(plan));
            assertArrayEquals(expected, first.predict(plan));
            assertArrayEquals(expected, first.predict(plan), "a second pass");
            assertEquals(all.accuracy(plan), first.accuracy(plan));
        }
        assertEquals(0, counting.open(), counting.whereOpened());
    }

    @Test
    void noMoreBatchesLieReadyThanTheBudgetAllows() {
        long before = counting.open();
        try (EvaluationSet two = new EvaluationSet(backend, images, PLAIN, BATCH, 3 * BATCH_BYTES - 1)) {
            assertEquals(before + 2, counting.open());
            List<Integer> sizes = new ArrayList<>();
            two.forEachBatch(batch -> {
                sizes.add(batch.shape().extent(0));
                assertEquals(before + Math.max(2, Math.min(3, sizes.size())), counting.open());
            });
            assertEquals(List.of(16, 16, 16, 16, 7), sizes);
        }
    }

    /** The images, of which one fails to be read. */
    private Images failing(int at, RuntimeException failure) {
        return (Images) Proxy.newProxyInstance(
                Images.class.getClassLoader(), new Class<?>[] {Images.class}, (_, method, arguments) -> {
                    if (method.getName().equals("read")
                            && IntStream.of((int[]) arguments[0]).anyMatch(index -> index == at)) {
                        throw failure;
                    }
                    return method.invoke(images, arguments);
                });
    }

    @Test
    void anImageThatCannotBeReadEndsThePassAndLeavesNothing() {
        UncheckedIOException failure =
                new UncheckedIOException(new InvalidFileException("cat.jpg", "image", "cut off", "a whole one"));
        Images broken = failing(50, failure);
        long before = counting.open();
        try (EvaluationSet set = new EvaluationSet(backend, broken, PLAIN, BATCH, 0)) {
            assertSame(failure, assertThrows(UncheckedIOException.class, () -> set.forEachBatch(_ -> {})));
        }
        assertEquals(before, counting.open());
    }
}
