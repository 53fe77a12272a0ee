package org.fitact.nn.image;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.fitact.tensor.random.PhiloxRandom;

/**
 * Turns a set of {@link Images} into batches. Batch b of epoch e is a pure function of (images, options, e, b): the order
 * depends on (seed, epoch), the augmentation of an image on (seed, epoch, image index). So training can be taken up
 * again at any batch, and threads change nothing. Safe for use by several threads.
 */
public final class BatchLoader {

    private static final int PREFETCH = 3;

    private final Images images;
    private final LoaderOptions options;
    private final float[][] table;
    private final int batchesPerEpoch;

    public BatchLoader(Images images, Normalisation normalisation, LoaderOptions options) {
        if (normalisation.channels() != images.channels()) {
            throw new IllegalArgumentException("normalisation has " + normalisation.channels() + " channels, images of "
                    + images.name() + " have " + images.channels());
        }
        this.images = images;
        this.options = options;
        this.table = normalisation.table();
        int full = images.size() / options.batchSize();
        boolean rest = !options.dropLast() && images.size() % options.batchSize() > 0;
        this.batchesPerEpoch = rest ? full + 1 : full;
        if (batchesPerEpoch == 0) {
            throw new IllegalArgumentException(
                    images.name() + ": " + images.size() + " images make no batch of " + options.batchSize());
        }
    }

    public Images images() {
        return images;
    }

    public LoaderOptions options() {
        return options;
    }

    public int batchesPerEpoch() {
        return batchesPerEpoch;
    }

    /** The indices of all images in the order of one epoch, {@code [size]}. */
    public int[] order(int epoch) {
        int[] order = IntStream.range(0, images.size()).toArray();
        if (options.shuffle()) {
            RandomStreams.order(options.seed(), epoch).shuffle(order);
        }
        return order;
    }

    /** One batch, made by the calling thread. */
    public Batch batch(int epoch, int index) {
        requireBatch(index);
        return assemble(epoch, index, order(epoch));
    }

    /** All batches of one epoch, prepared ahead by a background thread. */
    public Prefetch<Batch> epoch(int epoch) {
        return epoch(epoch, 0);
    }

    /**
     * The batches of one epoch from {@code firstBatch} on (it may be {@link #batchesPerEpoch()}: then there are none),
     * prepared ahead by a background thread. Close it, also when it was read to its end.
     */
    public Prefetch<Batch> epoch(int epoch, int firstBatch) {
        if (firstBatch != batchesPerEpoch) {
            requireBatch(firstBatch);
        }
        int[] order = order(epoch);
        return new Prefetch<>(firstBatch, batchesPerEpoch, PREFETCH, index -> assemble(epoch, index, order));
    }

    private void requireBatch(int index) {
        if (index < 0 || index >= batchesPerEpoch) {
            throw new IllegalArgumentException("batch is " + index + ", expected 0 to " + (batchesPerEpoch - 1));
        }
    }

    private Batch assemble(int epoch, int index, int[] order) {
        int first = index * options.batchSize();
        int size = Math.min(options.batchSize(), images.size() - first);
        int elements = images.imageElements();
        int[] chosen = Arrays.copyOfRange(order, first, first + size);
        byte[] bytes = new byte[Math.multiplyExact(size, elements)];
        images.read(chosen, bytes);
        float[] pixels = new float[bytes.length];
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            labels[i] = images.label(chosen[i]);
            PhiloxRandom random = RandomStreams.augmentation(options.seed(), epoch, chosen[i]);
            normalise(bytes, draw(random), pixels, i * elements);
            if (options.cutOut() > 0) {
                CutOut.draw(random, options.cutOut(), images.height(), images.width())
                        .blank(pixels, i * elements, images.height(), images.width(), images.channels());
            }
        }
        return new Batch(epoch, index, pixels, labels);
    }

    private Augmentation.Draw draw(PhiloxRandom random) {
        Augmentation augmentation = options.augmentation();
        return augmentation.isNone() ? Augmentation.Draw.IDENTITY : augmentation.draw(random);
    }

    // Padding is black before normalisation, as if the border belonged to the image.
    private void normalise(byte[] source, Augmentation.Draw draw, float[] target, int start) {
        int height = images.height();
        int width = images.width();
        int channels = images.channels();
        int at = start;
        for (int y = 0; y < height; y++) {
            int fromY = y + draw.dy();
            for (int x = 0; x < width; x++) {
                int fromX = draw.flip() ? width - 1 - x - draw.dx() : x + draw.dx();
                boolean inside = fromY >= 0 && fromY < height && fromX >= 0 && fromX < width;
                int from = start + (fromY * width + fromX) * channels;
                for (int c = 0; c < channels; c++) {
                    target[at++] = table[c][inside ? source[from + c] & 255 : 0];
                }
            }
        }
    }
}
