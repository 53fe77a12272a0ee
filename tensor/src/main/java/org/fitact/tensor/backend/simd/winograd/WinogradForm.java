package org.fitact.tensor.backend.simd.winograd;

/** Which tile of the output one patch of a {@link Winograd} convolution gives. */
public enum WinogradForm {

    /** F(2×2, 3×3): 4 multiplications for an output; a transformed weight is 16/9 of the weight. */
    SMALL(2),

    /** F(4×4, 3×3): 2.25 multiplications for an output; a transformed weight is four times the weight. */
    LARGE(4);

    private final int side;

    WinogradForm(int side) {
        this.side = side;
    }

    /** Pixels of a tile in each direction. */
    int side() {
        return side;
    }

    /** Pixels of a patch in each direction. */
    int patch() {
        return side + 2;
    }

    /** Products, which are the elements of a transformed patch. */
    public int products() {
        return patch() * patch();
    }

    /** {@code Bᵀ d B}; see {@link WinogradKernels#input}. */
    void input(float[] x, int at, int line, int pixel, float[] t, float[] v, int to, int pitch) {
        switch (this) {
            case SMALL -> WinogradSmallKernels.input(x, at, line, pixel, t, v, to, pitch);
            case LARGE -> WinogradKernels.input(x, at, line, pixel, t, v, to, pitch);
        }
    }

    /** {@code Aᵀ m A}; see {@link WinogradKernels#output}. */
    void output(float[] m, int at, int pitch, float[] t, float[] y, int to, int distance) {
        switch (this) {
            case SMALL -> WinogradSmallKernels.output(m, at, pitch, t, y, to, distance);
            case LARGE -> WinogradKernels.output(m, at, pitch, t, y, to, distance);
        }
    }

    /** {@code G w Gᵀ}; see {@link WinogradKernels#weight}. */
    void weight(float[] w, int at, int tap, float[] t, float[] u, int to, int pitch) {
        switch (this) {
            case SMALL -> WinogradSmallKernels.weight(w, at, tap, t, u, to, pitch);
            case LARGE -> WinogradKernels.weight(w, at, tap, t, u, to, pitch);
        }
    }

    @Override
    public String toString() {
        return "Winograd F(" + side + "×" + side + ", 3×3)";
    }
}
