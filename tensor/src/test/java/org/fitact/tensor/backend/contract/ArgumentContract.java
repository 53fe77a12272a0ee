package org.fitact.tensor.backend.contract;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;
import org.junit.jupiter.api.Test;

/** A buffer that is too short or of the wrong type is refused, and nothing is written. */
interface ArgumentContract extends ContractPart {

    @Test
    default void aShortBufferIsRefused() {
        for (OpCase opCase : Samples.all(harness())) {
            for (int i = 0; i < opCase.arguments().size(); i++) {
                OpCase.Argument argument = opCase.arguments().get(i);
                if (!isMeasuredByContents(opCase, argument)) {
                    expectRefusal(opCase, i, argument.type(), argument.length() - 1);
                }
            }
        }
    }

    /** Left out, longer than the op needs, or as long as the largest address says. */
    private static boolean isMeasuredByContents(OpCase opCase, OpCase.Argument argument) {
        String name = opCase.toString();
        boolean addressed = name.startsWith("flip") && argument.name().equals("words");
        return argument.length() == 0 || name.startsWith("fill") || addressed;
    }

    @Test
    default void aBufferOfTheWrongTypeIsRefused() {
        for (OpCase opCase : Samples.all(harness())) {
            for (int i = 0; i < opCase.arguments().size(); i++) {
                OpCase.Argument argument = opCase.arguments().get(i);
                DType other = argument.type() == DType.INT32 ? DType.FLOAT32 : DType.INT32;
                if (argument.length() > 0) {
                    expectRefusal(opCase, i, other, argument.length());
                }
            }
        }
    }

    private void expectRefusal(OpCase opCase, int i, DType type, int length) {
        Backend backend = harness().tested();
        try (Buffers buffers = new Buffers(backend, opCase);
                Buffer bad = backend.allocate(type, length)) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> buffers.runWith(i, bad),
                    () -> opCase + " with " + length + " " + type + " for "
                            + opCase.arguments().get(i).name());
            for (int other = 0; other < opCase.arguments().size(); other++) {
                OpCase.Argument argument = opCase.arguments().get(other);
                Harness.requireUnchanged(opCase, argument, buffers.before(other), buffers.now(other), 0);
            }
        }
    }
}
