package org.fitact.tensor.backend.simd.depthwise;

import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Window2d;
import org.fitact.tensor.backend.simd.Operands;
import org.fitact.tensor.backend.simd.Widths;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read ahead of the sums changes none of them. */
class DepthwiseProductTest {

    /** One image stays in the cache, 16 of them do not: their lines are fetched in order before they are summed. */
    @ParameterizedTest
    @CsvSource({"512, 3, 1", "512, 3, 2", "512, 5, 1", "512, 5, 2", "256, 3, 1", "128, 5, 2"})
    void imagesAreTheSameAmongSoManyThatTheyAreFetched(int bits, int kernel, int stride) {
        int channels = 80;
        Conv2d one = new Conv2d(1, 17, 16, channels, channels, channels, Window2d.square(kernel, stride, kernel / 2));
        try (Backend backend = Widths.provider(bits).open(new BackendOptions(2))) {
            Operands.assertSameAmong(16, one, backend);
        }
    }
}
