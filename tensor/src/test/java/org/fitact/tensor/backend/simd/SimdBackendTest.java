package org.fitact.tensor.backend.simd;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.contract.BackendContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contract of all backends, with vectors of every width. */
class SimdBackendTest {

    @Nested
    class Bits128 extends BackendContract {
        @Override
        protected Backend open(BackendOptions options) {
            return Widths.provider(128).open(options);
        }
    }

    @Nested
    class Bits256 extends BackendContract {
        @Override
        protected Backend open(BackendOptions options) {
            return Widths.provider(256).open(options);
        }
    }

    @Nested
    class Bits512 extends BackendContract {
        @Override
        protected Backend open(BackendOptions options) {
            return Widths.provider(512).open(options);
        }
    }

    @Test
    void theWidthsAreWhatTheySay() {
        for (int bits : new int[] {128, 256, 512}) {
            String description = Widths.provider(bits).description();
            assertTrue(description.contains(" " + bits + " bits"), description);
        }
    }
}
