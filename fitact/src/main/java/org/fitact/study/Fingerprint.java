package org.fitact.study;

import org.fitact.nn.layer.Parameter;
import org.fitact.nn.model.Network;

/** A 64-bit hash (FNV-1a over the words) by which a later run knows what an artefact was made from. */
final class Fingerprint {

    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private long hash = OFFSET;

    /** Of all stored numbers of a network. */
    static String of(Network network) {
        Fingerprint fingerprint = new Fingerprint();
        for (Parameter parameter : network.parameters()) {
            fingerprint.add(parameter.value().toArray());
        }
        return fingerprint.toString();
    }

    void add(float[] values) {
        for (float value : values) {
            hash = (hash ^ Float.floatToRawIntBits(value)) * PRIME;
        }
    }

    @Override
    public String toString() {
        return Long.toHexString(hash);
    }
}
