package org.fitact.nn.image;

import java.util.List;

/** Images of another set; what a class of its own changes about them it overrides. */
public abstract class ForwardingImages implements Images {

    private final Images source;

    protected ForwardingImages(Images source) {
        this.source = source;
    }

    /** The other set. */
    protected final Images source() {
        return source;
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public int size() {
        return source.size();
    }

    @Override
    public int height() {
        return source.height();
    }

    @Override
    public int width() {
        return source.width();
    }

    @Override
    public int channels() {
        return source.channels();
    }

    @Override
    public List<String> classNames() {
        return source.classNames();
    }

    @Override
    public int label(int index) {
        return source.label(index);
    }

    @Override
    public void read(int[] indices, byte[] target) {
        source.read(indices, target);
    }

    @Override
    public void passed(int done, int of) {
        source.passed(done, of);
    }
}
