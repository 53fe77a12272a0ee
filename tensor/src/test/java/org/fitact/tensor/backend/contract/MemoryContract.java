package org.fitact.tensor.backend.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.op.StridedCopy;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;
import org.junit.jupiter.api.Test;

/** Memory: every bit arrives, and nowhere else. */
interface MemoryContract extends ContractPart {

    static List<OpCase> samples() {
        return List.of(fill(207, 64), copyOfFloats("transpose", transpose(13, 64), 832, 832));
    }

    private static OpCase fill(int length, int n) {
        return OpCase.named("fill " + n + " of " + length)
                .modified("target", Data.uniform(1, length), Tolerance.exact())
                .runs((backend, at) -> backend.fill(n, 2.5f, at[0]));
    }

    private static OpCase copyOfFloats(String name, StridedCopy copy, int source, int target) {
        return OpCase.named("copyStrided, " + name)
                .input("source", Data.uniform(2, source))
                .modified("target", Data.uniform(3, target), Tolerance.exact())
                .runs((backend, at) -> backend.copyStrided(copy, at[0], at[1]));
    }

    private static OpCase copyOfInts(String name, StridedCopy copy, int source, int target) {
        return OpCase.named("copyStrided of integers, " + name)
                .input("source", Data.integers(2, source, Integer.MIN_VALUE, Integer.MAX_VALUE))
                .modified("target", Data.integers(3, target, Integer.MIN_VALUE, Integer.MAX_VALUE))
                .runs((backend, at) -> backend.copyStrided(copy, at[0], at[1]));
    }

    private static StridedCopy transpose(int rows, int columns) {
        return new StridedCopy(new int[] {rows, columns}, 0, new int[] {columns, 1}, 0, new int[] {1, rows});
    }

    @Test
    default void scatteredElementsArriveAndNothingElseChanges() {
        Backend backend = harness().tested();
        try (Buffer buffer = backend.allocate(DType.FLOAT32, 7)) {
            backend.upload(MemorySegment.ofArray(new float[] {0, 1, 2, 3, 4, 5, 6}), buffer, 0);
            backend.scatter(new float[] {60, -0f, 30, 31}, new int[] {6, 0, 3, 3}, buffer);
            float[] back = new float[7];
            backend.download(buffer, 0, MemorySegment.ofArray(back));
            assertArrayEquals(new float[] {-0f, 1, 2, 31, 4, 5, 60}, back);
        }
    }

    @Test
    default void nothingIsScatteredWhereOneIndexIsBeyondTheBuffer() {
        Backend backend = harness().tested();
        try (Buffer buffer = backend.allocate(DType.FLOAT32, 3)) {
            backend.upload(MemorySegment.ofArray(new float[] {0, 1, 2}), buffer, 0);
            for (int beyond : new int[] {3, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
                int[] indices = {0, beyond};
                assertThrows(
                        IllegalArgumentException.class, () -> backend.scatter(new float[] {7, 8}, indices, buffer));
            }
            assertThrows(
                    IllegalArgumentException.class, () -> backend.scatter(new float[] {7}, new int[] {0, 1}, buffer));
            float[] back = new float[3];
            backend.download(buffer, 0, MemorySegment.ofArray(back));
            assertArrayEquals(new float[] {0, 1, 2}, back);
        }
    }

    @Test
    default void everyBitSurvivesTheWayThereAndBack() {
        Backend backend = harness().tested();
        int[] bits = {Buffers.POISON, 0x7F80_0001, 0x8000_0000, 1, -1, 0x3F80_0000, 7};
        for (DType type : DType.values()) {
            try (Arena arena = Arena.ofConfined();
                    Buffer buffer = backend.allocate(type, 2 * bits.length)) {
                MemorySegment host = arena.allocateFrom(ValueLayout.JAVA_INT, bits);
                backend.upload(host, buffer, 0);
                backend.upload(host, buffer, bits.length);
                MemorySegment back = arena.allocate(host.byteSize());
                backend.download(buffer, 3, back);
                int[] rotated = {bits[3], bits[4], bits[5], bits[6], bits[0], bits[1], bits[2]};
                assertArrayEquals(rotated, back.toArray(ValueLayout.JAVA_INT), type.toString());
            }
        }
    }

    @Test
    default void aCopyBeyondTheBufferIsRefused() {
        Backend backend = harness().tested();
        MemorySegment host = MemorySegment.ofArray(new float[7]);
        try (Buffer buffer = backend.allocate(DType.FLOAT32, 8)) {
            assertThrows(IllegalArgumentException.class, () -> backend.upload(host, buffer, 2));
            assertThrows(IllegalArgumentException.class, () -> backend.upload(host, buffer, -1));
            assertThrows(IllegalArgumentException.class, () -> backend.download(buffer, 2, host));
            assertThrows(IllegalArgumentException.class, () -> backend.download(buffer, -1, host));
            assertThrows(IllegalArgumentException.class, () -> backend.fill(9, 0, buffer));
        }
    }

    @Test
    default void fillsTheLeadingElements() {
        for (int n : SIZES) {
            harness().check(fill(n, n));
            harness().check(fill(n + 3, n));
        }
    }

    @Test
    default void copiesBetweenStridedViews() {
        for (int rows : new int[] {1, 7, 64}) {
            for (int columns : new int[] {1, 13, 207}) {
                int n = rows * columns;
                harness().check(copyOfFloats("transpose", transpose(rows, columns), n, n));
                harness().check(copyOfInts("transpose", transpose(rows, columns), n, n));
            }
        }
        StridedCopy flattened = new StridedCopy(
                new int[] {3, 37, 19, 23}, 0, new int[] {16169, 1, 851, 37}, 0, new int[] {16169, 437, 23, 1});
        harness().check(copyOfFloats("maps to rows", flattened, 48507, 48507));
        StridedCopy beside =
                new StridedCopy(new int[] {1, 4001, 9}, 0, new int[] {36009, 9, 1}, 5, new int[] {56014, 14, 1});
        harness().check(copyOfFloats("beside another value", beside, 36009, 56014));
        StridedCopy scalar = new StridedCopy(new int[0], 5, new int[0], 2, new int[0]);
        harness().check(copyOfFloats("one element", scalar, 6, 7));
        StridedCopy row = new StridedCopy(new int[] {1025}, 3, new int[] {1}, 9, new int[] {1});
        harness().check(copyOfFloats("a contiguous run", row, 1028, 1040));
        StridedCopy mirror = new StridedCopy(new int[] {7, 13}, 12, new int[] {13, -1}, 0, new int[] {13, 1});
        harness().check(copyOfFloats("mirrored rows", mirror, 91, 91));
        StridedCopy repeat = new StridedCopy(new int[] {7, 13}, 0, new int[] {0, 1}, 0, new int[] {13, 1});
        harness().check(copyOfInts("a repeated row", repeat, 13, 91));
        StridedCopy padding =
                new StridedCopy(new int[] {2, 5, 7, 3}, 0, new int[] {105, 21, 3, 1}, 30, new int[] {189, 27, 3, 1});
        harness().check(copyOfFloats("padding", padding, 210, 378));
        StridedCopy fiveDimensions = new StridedCopy(
                new int[] {2, 3, 4, 5, 6}, 719, new int[] {-360, -120, -30, -6, -1}, 1, new int[] {1, 2, 6, 24, 120});
        harness().check(copyOfInts("five dimensions reversed", fiveDimensions, 720, 721));
        StridedCopy nothing = new StridedCopy(new int[] {3, 0}, 0, new int[] {1, 1}, 0, new int[] {1, 1});
        harness().check(copyOfFloats("nothing", nothing, 1, 1));
    }
}
