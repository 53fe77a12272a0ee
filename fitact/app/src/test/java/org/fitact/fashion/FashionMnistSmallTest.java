package org.fitact.fashion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.image.source.DataSets;
import org.junit.jupiter.api.Test;

class FashionMnistSmallTest {

    @Test
    void isBalancedAndTheVeryOne() throws Exception {
        DataSet data = DataSets.open("fashion-mnist-small", null);
        int[] train = new int[10];
        int[] test = new int[10];
        Arrays.fill(train, 600);
        Arrays.fill(test, 200);
        assertArrayEquals(train, data.train().classCounts());
        assertArrayEquals(test, data.test().classCounts());
        assertEquals(32 * 32, data.train().imageElements());
        // SHA-256 of the unpacked resources, as the generator makes them.
        assertEquals(
                "cf313073c7eb485392848071d5c433571d7166043e971e3345b095cc30518084",
                unpackedSha256("train-images-idx3-ubyte.gz"));
        assertEquals(
                "097b93fbcf9bd5bc648b1a457ddc55c9e4ab49afb33f9ecae8ce068399a75e3a",
                unpackedSha256("train-labels-idx1-ubyte.gz"));
        assertEquals(
                "15a92dd1e9b16ea361928086e77df4dfa890c255c00b5a8c8162c1040ce8eef1",
                unpackedSha256("t10k-images-idx3-ubyte.gz"));
        assertEquals(
                "234596aeb6eb48133ec99a62541f90bc0728c9559a681f1e0638037462458f2c",
                unpackedSha256("t10k-labels-idx1-ubyte.gz"));
    }

    private static String unpackedSha256(String name) throws Exception {
        try (InputStream in = new GZIPInputStream(FashionMnistSmall.class.getResourceAsStream(name))) {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(in.readAllBytes()));
        }
    }
}
