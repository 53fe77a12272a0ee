package org.fitact.tensor.backend;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Optional;
import org.fitact.tensor.backend.op.StridedCopy;
import org.fitact.tensor.backend.op.WordCode;
import org.fitact.tensor.backend.op.WordCounts;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.integer.IntegerOps;
import org.fitact.tensor.random.RandomBits;

/** The part of {@link CheckedBackend} that concerns memory: buffers, copies and the bits of words. */
abstract sealed class CheckedMemory implements Backend permits CheckedBackend {

    final Backend backend;
    final Custody custody;
    final Arguments arguments;
    final CheckedRecords records;

    CheckedMemory(Backend backend) {
        this.backend = backend;
        custody = new Custody(backend.name());
        arguments = new Arguments(custody);
        records = new CheckedRecords(arguments);
    }

    @Override
    public final String name() {
        return backend.name();
    }

    @Override
    public final Map<String, String> numericChoices() {
        return backend.numericChoices();
    }

    /** They touch no buffer, so there is nothing to check, and no owner. */
    @Override
    public final Optional<IntegerOps> integers() {
        return backend.integers();
    }

    @Override
    public final boolean hasOwnMemory() {
        return backend.hasOwnMemory();
    }

    @Override
    public final void handOver() {
        custody.handOver();
    }

    @Override
    public final Buffer allocate(DType type, int length) {
        custody.require();
        if (type == null) {
            throw new IllegalArgumentException("the type of a buffer is null");
        }
        if (length < 0) {
            throw new IllegalArgumentException("a buffer of " + length + " elements, expected zero or more");
        }
        return new CheckedBuffer(custody, backend.allocate(type, length));
    }

    @Override
    public final void upload(MemorySegment host, Buffer target, int targetOffset) {
        custody.require();
        backend.upload(host, transferred(host, "target", target, targetOffset), targetOffset);
    }

    @Override
    public final void download(Buffer source, int sourceOffset, MemorySegment host) {
        custody.require();
        backend.download(transferred(host, "source", source, sourceOffset), sourceOffset, host);
    }

    /** A buffer that all of a host's segment is copied from or to. */
    private Buffer transferred(MemorySegment host, String name, Buffer buffer, int offset) {
        if (host.byteSize() % Float.BYTES != 0) {
            throw new IllegalArgumentException(
                    "the host's segment has " + host.byteSize() + " bytes, expected a multiple of " + Float.BYTES);
        }
        return arguments.longEnough(name, buffer, Arguments.count("offset", offset) + host.byteSize() / Float.BYTES);
    }

    @Override
    public final void scatter(float[] values, int[] indices, Buffer target) {
        custody.require();
        if (values.length != indices.length) {
            throw new IllegalArgumentException(values.length + " values for " + indices.length + " indices");
        }
        Buffer checked = arguments.floats("target", target, 0);
        for (int index : indices) {
            if (index < 0 || index >= target.length()) {
                throw new IllegalArgumentException("element " + index + " of a target of " + target.length());
            }
        }
        backend.scatter(values, indices, checked);
    }

    @Override
    public final void fill(int n, float value, Buffer target) {
        custody.require();
        backend.fill(n, value, arguments.floats("target", target, Arguments.count("n", n)));
    }

    @Override
    public final void copyStrided(StridedCopy copy, Buffer source, Buffer target) {
        custody.require();
        Arguments.apart("target", target, source);
        DType type = arguments.checked("source", source).type();
        backend.copyStrided(
                copy,
                records.view("source", source, type, copy, copy.sourceOffset(), copy.sourceStrides()),
                records.view("target", target, type, copy, copy.targetOffset(), copy.targetStrides()));
    }

    @Override
    public final void dequantise(FixedPoint arithmetic, int n, Buffer words, int wordOffset, Buffer x, int offset) {
        custody.require();
        Arguments.count("n", n);
        Arguments.count("wordOffset", wordOffset);
        Arguments.count("offset", offset);
        backend.dequantise(
                arithmetic,
                n,
                arguments.ints("words", words, (long) wordOffset + n),
                wordOffset,
                arguments.floats("x", x, (long) offset + n),
                offset);
    }

    @Override
    public final void flipBits(FixedPoint arithmetic, int n, Buffer addresses, Buffer masks, Buffer words) {
        custody.require();
        Arguments.count("n", n);
        Arguments.apart("words", words, addresses, masks);
        backend.flipBits(
                arithmetic,
                n,
                arguments.ints("addresses", addresses, n),
                arguments.ints("masks", masks, n),
                arguments.ints("words", words, 0));
    }

    @Override
    public final long flipRandomBits(FixedPoint arithmetic, RandomBits bits, int n, Buffer words) {
        custody.require();
        return backend.flipRandomBits(arithmetic, bits, n, arguments.ints("words", words, Arguments.count("n", n)));
    }

    @Override
    public final WordCounts decodeWords(WordCode code, int n, Buffer words, Buffer check, Buffer decoded) {
        custody.require();
        Arguments.count("n", n);
        if (code.hasCheck() == (check == null)) {
            throw new IllegalArgumentException(
                    "check is " + (check == null ? "null" : "given") + ", but the code is " + code);
        }
        Arguments.apart("decoded", decoded, words);
        if (check != null) {
            Arguments.apart("decoded", decoded, check);
        }
        return backend.decodeWords(
                code,
                n,
                arguments.ints("words", words, n),
                check == null ? null : arguments.ints("check", check, Math.ceilDiv(n, code.blockWords())),
                arguments.ints("decoded", decoded, n));
    }

    /** Closes the device; the second call does nothing. */
    @Override
    public final void close() {
        if (!custody.isClosed()) {
            custody.require();
            custody.close();
            backend.close();
        }
    }

    @Override
    public final String toString() {
        return "the backend " + name();
    }
}
