package org.fitact.fault;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** The memory that faults strike: words by address, sign-extended. */
public interface WordStore {

    int words();

    int read(int address);

    /** Reads many words, each from its address. */
    default int[] read(int[] addresses) {
        int[] words = new int[addresses.length];
        for (int i = 0; i < addresses.length; i++) {
            words[i] = read(addresses[i]);
        }
        return words;
    }

    void write(int address, int word);

    /** Writes many words, each to its address; the addresses are distinct. */
    default void write(int[] addresses, int[] words) {
        for (int i = 0; i < addresses.length; i++) {
            write(addresses[i], words[i]);
        }
    }

    /** A store on an array, which is modified. */
    static WordStore of(int[] words) {
        return new WordStore() {
            @Override
            public int words() {
                return words.length;
            }

            @Override
            public int read(int address) {
                return words[address];
            }

            @Override
            public void write(int address, int word) {
                words[address] = word;
            }
        };
    }

    /** CRC-32C of all words, little-endian: equal before a fault and after its undoing. */
    default long checksum() {
        CRC32C crc = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocate(1 << 14).order(ByteOrder.LITTLE_ENDIAN);
        for (int address = 0; address < words(); address++) {
            buffer.putInt(read(address));
            if (!buffer.hasRemaining()) {
                crc.update(buffer.flip());
                buffer.clear();
            }
        }
        crc.update(buffer.flip());
        return crc.getValue();
    }
}
