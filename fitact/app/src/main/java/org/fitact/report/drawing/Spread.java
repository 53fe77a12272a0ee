package org.fitact.report.drawing;

/** Places labels beside each other without overlap. */
public final class Spread {

    private Spread() {}

    /**
     * Positions at least {@code distance} apart within [low, high], in the order of the wanted ones and near them:
     * labels that overlap form a block about the mean of where they want to be.
     *
     * @param wanted ascending; not modified
     */
    public static double[] apart(double[] wanted, double distance, double low, double high) {
        int n = wanted.length;
        double[] starts = new double[n];
        int[] sizes = new int[n];
        int blocks = 0;
        for (int i = 0; i < n; i++) {
            starts[blocks] = wanted[i];
            sizes[blocks] = 1;
            blocks++;
            while (blocks > 1 && starts[blocks - 2] + sizes[blocks - 2] * distance > starts[blocks - 1]) {
                merge(starts, sizes, blocks, distance);
                blocks--;
            }
        }
        double[] placed = new double[n];
        int at = 0;
        for (int block = 0; block < blocks; block++) {
            for (int i = 0; i < sizes[block]; i++) {
                placed[at++] = starts[block] + i * distance;
            }
        }
        return keptInside(placed, distance, low, high);
    }

    private static void merge(double[] starts, int[] sizes, int blocks, double distance) {
        int left = blocks - 2;
        int right = blocks - 1;
        // Each label pulls the start of the block to where it would itself be in place.
        double pull = starts[left] * sizes[left] + (starts[right] - sizes[left] * distance) * sizes[right];
        sizes[left] += sizes[right];
        starts[left] = pull / sizes[left];
    }

    private static double[] keptInside(double[] placed, double distance, double low, double high) {
        int n = placed.length;
        for (int i = n - 1; i >= 0; i--) {
            placed[i] = Math.min(placed[i], high - (n - 1 - i) * distance);
        }
        for (int i = 0; i < n; i++) {
            placed[i] = Math.max(placed[i], low + i * distance);
        }
        return placed;
    }
}
