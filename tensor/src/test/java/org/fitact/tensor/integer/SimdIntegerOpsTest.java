package org.fitact.tensor.integer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.stream.Stream;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.simd.Widths;

/** Vectors of 128, 256 and 512 bits at once: all have the same words and counts, and the contract is of those. */
class SimdIntegerOpsTest extends FasterOpsContract {

    static final List<IntegerOps> WIDTHS = Stream.of(128, 256, 512)
            .map(bits -> {
                try (Backend backend = Widths.provider(bits).open(new BackendOptions(1))) {
                    return backend.integers().orElseThrow();
                }
            })
            .toList();

    @Override
    protected IntegerOps ops() {
        return (IntegerOps) Proxy.newProxyInstance(
                IntegerOps.class.getClassLoader(), new Class<?>[] {IntegerOps.class}, allWidths());
    }

    /** Every op has y and the run as its last two operands; runs begin with nothing told. */
    private static InvocationHandler allWidths() {
        return (_, method, operands) -> {
            int last = operands.length - 1;
            long[] y = (long[]) operands[last - 1];
            NodeRun run = (NodeRun) operands[last];
            Throwable failure = null;
            for (IntegerOps ops : WIDTHS) {
                long[] own = new long[y.length];
                Tally tally = new Tally();
                operands[last - 1] = own;
                operands[last] = new NodeRun(tally, run.draws());
                Throwable met = null;
                try {
                    method.invoke(ops, operands);
                } catch (InvocationTargetException e) {
                    met = e.getCause();
                }
                if (ops == WIDTHS.getFirst()) {
                    System.arraycopy(own, 0, y, 0, y.length);
                    run.tally().add(tally);
                    failure = met;
                } else {
                    assertEquals(String.valueOf(failure), String.valueOf(met), method.getName());
                    if (met == null) {
                        assertArrayEquals(y, own, method.getName());
                        assertSame(run.tally(), tally, method.getName());
                    }
                }
            }
            if (failure != null) {
                throw failure;
            }
            return null;
        };
    }
}
