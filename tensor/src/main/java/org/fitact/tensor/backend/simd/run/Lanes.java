package org.fitact.tensor.backend.simd.run;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The one place that chooses the width of the vectors: the machine's preferred one, or what the system property
 * {@value #PROPERTY} says (128, 256 or 512). No result depends on it.
 */
public final class Lanes {

    public static final String PROPERTY = "fitact.simd.bits";

    public static final VectorSpecies<Float> F = floats();
    public static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, F.vectorShape());

    /** As many words of 16 bits as a vector has floats. */
    private static final VectorSpecies<Short> S =
            VectorSpecies.of(short.class, VectorShape.forBitSize(F.vectorBitSize() / 2));

    static final VectorSpecies<Double> D = VectorSpecies.of(double.class, F.vectorShape());

    /** Floats in a vector. */
    public static final int L = F.length();

    /**
     * Vectors of output channels in the widest tile of the product kernels. Six rows of four take 24 accumulators, which
     * fit the 32 registers of AVX-512 and of NEON; six rows of two fit the 16 of SSE and AVX2.
     */
    public static final int WIDEST_TILE =
            L == 16 || System.getProperty("os.arch").equals("aarch64") ? 4 : 2;

    /**
     * Index of the first element of an array that begins a cache line, where the JVM aligns objects to 64 bytes
     * ({@code -XX:ObjectAlignmentInBytes=64}; the header takes 16). A load that crosses a line costs two, so packed operands
     * start here. With another alignment it is as good as any other index.
     */
    public static final int FIRST = 12;

    private Lanes() {}

    private static VectorSpecies<Float> floats() {
        String bits = System.getProperty(PROPERTY);
        if (bits == null) {
            return FloatVector.SPECIES_PREFERRED;
        }
        return switch (bits) {
            case "128" -> FloatVector.SPECIES_128;
            case "256" -> FloatVector.SPECIES_256;
            case "512" -> FloatVector.SPECIES_512;
            default ->
                throw new IllegalArgumentException(
                        "the system property " + PROPERTY + " is \"" + bits + "\", expected 128, 256 or 512");
        };
    }

    public static int bits() {
        return F.vectorBitSize();
    }

    public static FloatVector load(float[] x, int offset) {
        return FloatVector.fromArray(F, x, offset);
    }

    /** The lanes that the mask leaves out are 0 and are not read. */
    public static FloatVector load(float[] x, int offset, VectorMask<Float> mask) {
        return FloatVector.fromArray(F, x, offset, mask);
    }

    /** Words of 16 bits as floats. */
    public static FloatVector widen(short[] x, int offset) {
        return (FloatVector) ShortVector.fromArray(S, x, offset).convertShape(VectorOperators.S2F, F, 0);
    }

    public static FloatVector broadcast(float value) {
        return FloatVector.broadcast(F, value);
    }

    /** The lanes of elements {@code i} to {@code n − 1}: for what a loop of whole vectors leaves over. */
    public static VectorMask<Float> tail(int i, int n) {
        return F.indexInRange(i, n);
    }

    public static int roundUp(int n, int multiple) {
        return (n + multiple - 1) / multiple * multiple;
    }
}
