package org.fitact.nn.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeptImagesTest {

    private final ImageSet set = new ImageSet("made", 1, 2, 1, List.of("a"), new byte[] {1, 2, 3, 4, 5, 6}, new int[3]);
    private final List<Integer> read = new ArrayList<>();

    /** The set, noting what is read of it. */
    private final Images source = (Images) Proxy.newProxyInstance(
            Images.class.getClassLoader(), new Class<?>[] {Images.class}, (_, method, arguments) -> {
                if (method.getName().equals("read")) {
                    IntStream.of((int[]) arguments[0]).forEach(read::add);
                }
                return method.invoke(set, arguments);
            });

    @Test
    void anImageIsReadOnce() {
        Images kept = KeptImages.of(source, 6);
        byte[] target = new byte[6];
        kept.read(new int[] {2, 0, 2}, target);
        assertArrayEquals(new byte[] {5, 6, 1, 2, 5, 6}, target);
        kept.read(new int[] {1, 0}, target);
        assertArrayEquals(new byte[] {3, 4, 1, 2, 5, 6}, target);
        assertEquals(List.of(2, 0, 1), read);
    }

    @Test
    void imagesBeyondTheBudgetAreNotKept() {
        assertSame(source, KeptImages.of(source, 5));
    }

    @Test
    void imagesThatLieInMemoryAreNotKeptASecondTime() {
        assertSame(set, KeptImages.of(set));
    }
}
