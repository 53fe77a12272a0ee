package embed;

import java.util.List;
import java.util.SplittableRandom;
import org.fitact.nn.image.ImageSet;
import org.fitact.nn.image.Images;

/** Images that a program has made itself: a bright bar across a noisy square, in one of four directions. */
final class Bars {

    static final int SIDE = 12;

    private static final List<String> CLASSES = List.of("across", "down", "falling", "rising");

    private Bars() {}

    static Images of(String name, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] pixels = new byte[count * SIDE * SIDE];
        int[] labels = new int[count];
        for (int image = 0; image < count; image++) {
            labels[image] = image % CLASSES.size();
            int place = random.nextInt(2, SIDE - 2);
            for (int row = 0; row < SIDE; row++) {
                for (int column = 0; column < SIDE; column++) {
                    int light = random.nextInt(120) + (isBar(labels[image], row, column, place) ? 110 : 0);
                    pixels[(image * SIDE + row) * SIDE + column] = (byte) light;
                }
            }
        }
        return new ImageSet(name, SIDE, SIDE, 1, CLASSES, pixels, labels);
    }

    private static boolean isBar(int label, int row, int column, int place) {
        return switch (label) {
            case 0 -> row == place;
            case 1 -> column == place;
            case 2 -> row - column == place - SIDE / 2;
            default -> row + column == place + SIDE / 2;
        };
    }
}
