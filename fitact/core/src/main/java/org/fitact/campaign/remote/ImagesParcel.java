package org.fitact.campaign.remote;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.fitact.nn.image.ImageSet;
import org.fitact.nn.image.Images;

/** Labelled images as bytes: what a trial is measured on. */
public final class ImagesParcel {

    private static final int MOST_BYTES = Integer.MAX_VALUE - (1 << 20);

    private ImagesParcel() {}

    /**
     * Reads all images and packs them.
     *
     * @throws IllegalArgumentException if they do not fit an array
     */
    public static Parcel of(Images images) {
        long size = (long) images.size() * images.imageElements();
        if (size > MOST_BYTES) {
            throw new IllegalArgumentException("the " + images.size() + " images of a trial take " + size
                    + " bytes, expected at most 2 GiB of them where they are sent to other machines");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) size + (1 << 12));
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(images.name());
            out.writeInt(images.height());
            out.writeInt(images.width());
            out.writeInt(images.channels());
            out.writeInt(images.classes());
            for (String name : images.classNames()) {
                out.writeUTF(name);
            }
            out.writeInt(images.size());
            for (int i = 0; i < images.size(); i++) {
                out.writeInt(images.label(i));
            }
            images.forEachPiece((piece, length) -> bytes.write(piece, 0, length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Parcel.of(bytes.toByteArray());
    }

    /** Unpacks what {@link #of} packed. @throws IOException if it is something else */
    static ImageSet read(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        String name = in.readUTF();
        int height = in.readInt();
        int width = in.readInt();
        int channels = in.readInt();
        List<String> classes = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            classes.add(in.readUTF());
        }
        int[] labels = new int[in.readInt()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = in.readInt();
        }
        return new ImageSet(name, height, width, channels, classes, in.readAllBytes(), labels);
    }
}
