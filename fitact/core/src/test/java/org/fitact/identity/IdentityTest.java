package org.fitact.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.fitact.nn.graph.op.Conv2d;
import org.fitact.nn.image.ImageSet;
import org.fitact.nn.optim.UpdateRule;
import org.fitact.tensor.backend.op.Window2d;
import org.junit.jupiter.api.Test;

class IdentityTest {

    private enum Colour {
        DARK_RED
    }

    private record Point(float x, double[] y) {}

    private static Identity sample() {
        Map<String, Object> mixed = new LinkedHashMap<>();
        mixed.put("z", Set.of("b", "a", "c"));
        mixed.put("a", new Point(0.35f, new double[] {1e-7, 1.0, 1e300}));
        return Identity.of("sample")
                .with("mixed", mixed)
                .with("colour", Colour.DARK_RED)
                .with("seed", Long.MIN_VALUE)
                .with("rule", new UpdateRule.Sgd(0.9f, true, 5e-4f))
                .with("left out", Optional.empty())
                .with("text", "tab\t, \"quote\", Größe")
                .build();
    }

    /** A convolution is what it was before it could have groups; those that it has since are part of it. */
    @Test
    void whatARecordSaysBeyondWhatItCouldSayStandsOnlyWhereItDoes() {
        assertEquals(
                "{\"kind\":\"c\",\"op\":{\"bias\":true,\"kernelHeight\":3,\"kernelWidth\":1,\"outChannels\":8,"
                        + "\"padding\":1,\"stride\":2,\"type\":\"conv2d\"},\"version\":1}",
                Identity.of("c")
                        .with("op", new Conv2d(8, 3, 1, 2, 1, true))
                        .build()
                        .json());
        Conv2d grouped = new Conv2d(8, 4, Window2d.of(3, 1, 2, 1), true);
        String json = Identity.of("c").with("op", grouped).build().json();
        assertEquals(true, json.contains("\"groups\":4"), json);
    }

    /** The form is part of what is stored in folders: a change of it is a new version, never a silent one. */
    @Test
    void theFormIsFixed() {
        assertEquals(
                "{\"colour\":\"dark_red\",\"kind\":\"sample\",\"mixed\":{\"a\":{\"x\":0.35,\"y\":[1E-7,1,1E+300]},"
                        + "\"z\":[\"a\",\"b\",\"c\"]},\"rule\":{\"momentum\":0.9,\"nesterov\":true,\"type\":\"sgd\","
                        + "\"weightDecay\":0.0005},\"seed\":-9223372036854775808,"
                        + "\"text\":\"tab\\u0009, \\\"quote\\\", Größe\",\"version\":1}",
                sample().json());
        assertEquals("2de83136", sample().sha256().substring(0, 8));
        assertEquals(sample().sha256().substring(0, 16), sample().toString());
    }

    @Test
    void noLocaleAndNoOrderShows() {
        Locale before = Locale.getDefault();
        Identity expected = sample();
        try {
            for (String tag : List.of("tr-TR", "ar-EG-u-nu-arab", "de-DE")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertEquals(expected.json(), sample().json());
            }
        } finally {
            Locale.setDefault(before);
        }
        assertEquals(
                Identity.of("k").with("a", 1).with("b", 2.0).build(),
                Identity.of("k").with("b", 2).with("a", 1f).build());
    }

    @Test
    void isReadAsItWasWritten() {
        assertEquals(sample(), Identity.parse(sample().json()));
        assertEquals(sample().tree(), Identity.parse(sample().json()).tree());
        for (String none : List.of(
                "",
                "[]",
                "{\"kind\":\"k\"}",
                "{ \"kind\":\"k\",\"version\":1}",
                "{\"kind\":\"k\",\"version\":1.0}",
                "{\"version\":1,\"kind\":\"k\"}",
                "{\"kind\":\"k\",\"kind\":\"k\",\"version\":1}",
                "fashion-mnist-small, seed 1")) {
            assertThrows(IllegalArgumentException.class, () -> Identity.parse(none), none);
        }
        String ofNextYear = "{\"kind\":\"k\",\"version\":2}";
        assertEquals(
                Optional.of(new JsonDifference("version", "2", "1")),
                Identity.parse(ofNextYear).difference(Identity.of("k").build()));
    }

    @Test
    void theFirstFieldThatDiffersIsNamed() {
        Identity stored = Identity.of("k")
                .with("a", List.of(1, 2))
                .with("b", Map.of("c", "x"))
                .build();
        Identity given = Identity.of("k")
                .with("a", List.of(1, 3))
                .with("b", Map.of("c", "y"))
                .build();
        assertEquals(Optional.of(new JsonDifference("a[1]", "2", "3")), stored.difference(given));
        assertEquals(Optional.empty(), stored.difference(Identity.parse(stored.json())));
    }

    @Test
    void whatHasNoCanonicalFormIsRefused() {
        Identity.Builder identity = Identity.of("k");
        var thrown = assertThrows(
                IllegalArgumentException.class, () -> identity.with("p", new Point(Float.NaN, new double[0])));
        assertEquals("p.x is NaN, expected a finite number", thrown.getMessage());
        assertThrows(IllegalArgumentException.class, () -> identity.with("o", new Object()));
        assertThrows(IllegalStateException.class, () -> identity.with("kind", "other"));
        identity.with("tree", JsonNodeFactory.instance.numberNode(Double.POSITIVE_INFINITY));
        assertThrows(IllegalArgumentException.class, identity::build);
    }

    /**
     * From Python:
     *
     * <pre>
     * def i(*v): return b''.join(struct.pack('<i', x) for x in v)
     * sha256(i(4, 1, 2, 1, 2) + i(4) + bytes([1, 2, 3, 4]) + i(2) + bytes([0, 1])).hexdigest()
     * sha256(i(4, 1, 2, 1, 257) + i(4) + bytes([1, 2, 3, 4]) + i(2, 0, 256)).hexdigest()
     * </pre>
     */
    @Test
    void imagesAreHashedAsTheyAlwaysWere() {
        byte[] pixels = {1, 2, 3, 4};
        assertEquals(
                "a96efba06fc7b8db61af8a211af5716afb3af257dbbe84b1cab4c9abea807f44",
                ContentHash.of(new ImageSet("a", 1, 2, 1, List.of("x", "y"), pixels, new int[] {0, 1})));
        List<String> many = IntStream.range(0, 257).mapToObj(Integer::toString).toList();
        assertEquals(
                "66acca082dc5034b1cd795a872a395ee9c90873834bc9516aa25b5d52f724b13",
                ContentHash.of(new ImageSet("a", 1, 2, 1, many, pixels, new int[] {0, 256})));
    }

    @Test
    void imagesThatAreReadInPiecesAreHashedAsAWhole() throws NoSuchAlgorithmException {
        int side = 3000;
        byte[] pixels = new byte[2 * side * side];
        new Random(1).nextBytes(pixels);
        ImageSet images = new ImageSet("large", side, side, 1, List.of("x"), pixels, new int[2]);
        ByteBuffer all = ByteBuffer.allocate(pixels.length + 30).order(ByteOrder.LITTLE_ENDIAN);
        all.putInt(4).putInt(side).putInt(side).putInt(1).putInt(1).putInt(pixels.length);
        byte[] hash = MessageDigest.getInstance("SHA-256")
                .digest(all.put(pixels).putInt(2).put(new byte[2]).array());
        assertEquals(HexFormat.of().formatHex(hash), ContentHash.of(images));
    }

    @Test
    void contentIsToldToTheBit() {
        ImageSet images = new ImageSet("a", 1, 2, 1, List.of("x", "y"), new byte[] {1, 2, 3, 4}, new byte[] {0, 1});
        String hash = ContentHash.of(images);
        assertEquals(
                hash,
                ContentHash.of(new ImageSet("b", 1, 2, 1, List.of("p", "q"), images.pixels(), images.labels())),
                "names are no content");
        assertNotEquals(hash, ContentHash.of(images.subset(new int[] {1, 0})));
        assertNotEquals(
                hash,
                ContentHash.of(new ImageSet("a", 1, 2, 1, List.of("x", "y"), images.pixels(), new byte[] {1, 1})));
        assertNotEquals(
                hash, ContentHash.of(new ImageSet("a", 2, 1, 1, List.of("x", "y"), images.pixels(), images.labels())));
        assertNotEquals(ContentHash.of(Map.of("m", new float[] {0f})), ContentHash.of(Map.of("m", new float[] {-0f})));
        assertNotEquals(
                new ContentHash().add("ab").add("c").hex(),
                new ContentHash().add("a").add("bc").hex());
        float[] many = new float[10_000];
        String ofMany = new ContentHash().add(many).hex();
        many[9_999] = Float.MIN_VALUE;
        assertNotEquals(ofMany, new ContentHash().add(many).hex());
    }
}
