package org.fitact.nn.image.fit;

import org.fitact.nn.image.ForwardingImages;
import org.fitact.nn.image.Images;

/** Images of another set, each brought to another size when it is read. */
public final class FittedImages extends ForwardingImages {

    private final ImageFit fit;
    private final Raster first;

    private FittedImages(Images source, ImageFit fit) {
        super(source);
        this.fit = fit;
        this.first = fit.apply(raster(new byte[source.imageElements()], source));
    }

    /**
     * The images as a fit makes them; the set itself where it leaves them.
     *
     * @throws IllegalArgumentException if images of this size cannot be made so
     */
    public static Images of(Images source, ImageFit fit) {
        return fit.equals(ImageFit.NONE) ? source : new FittedImages(source, fit);
    }

    private static Raster raster(byte[] pixels, Images source) {
        return new Raster(source.height(), source.width(), source.channels(), pixels);
    }

    @Override
    public int height() {
        return first.height();
    }

    @Override
    public int width() {
        return first.width();
    }

    @Override
    public int channels() {
        return first.channels();
    }

    @Override
    public void read(int[] indices, byte[] target) {
        for (int i = 0; i < indices.length; i++) {
            byte[] fitted =
                    fit.apply(raster(source().image(indices[i]), source())).pixels();
            System.arraycopy(fitted, 0, target, i * fitted.length, fitted.length);
        }
    }
}
