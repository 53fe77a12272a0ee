package org.fitact.nn.image;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/** Images that are costly to read: each is read once and kept in memory. */
public final class KeptImages extends ForwardingImages {

    /** Bytes of images that are kept: an eighth of what the heap may grow to, 1 GiB at most. */
    public static final long BUDGET = Math.min(1L << 30, Runtime.getRuntime().maxMemory() / 8);

    private final AtomicReferenceArray<byte[]> kept;

    private KeptImages(Images source) {
        super(source);
        this.kept = new AtomicReferenceArray<>(source.size());
    }

    /**
     * The images, kept if all of them fit {@link #BUDGET}; else the very set, which reads them each time. So is one that lies in
     * memory already.
     */
    public static Images of(Images source) {
        return of(source, BUDGET);
    }

    static Images of(Images source, long budget) {
        boolean tooMany = (long) source.size() * source.imageElements() > budget;
        return tooMany || source instanceof ImageSet ? source : new KeptImages(source);
    }

    @Override
    public void read(int[] indices, byte[] target) {
        int elements = imageElements();
        int[] missing = IntStream.of(indices)
                .filter(index -> kept.get(index) == null)
                .distinct()
                .toArray();
        if (missing.length > 0) {
            byte[] pixels = new byte[missing.length * elements];
            source().read(missing, pixels);
            for (int i = 0; i < missing.length; i++) {
                byte[] image = new byte[elements];
                System.arraycopy(pixels, i * elements, image, 0, elements);
                kept.set(missing[i], image);
            }
        }
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(kept.get(indices[i]), 0, target, i * elements, elements);
        }
    }
}
