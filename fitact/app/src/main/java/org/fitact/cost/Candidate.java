package org.fitact.cost;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.fitact.memory.Deployment;
import org.fitact.memory.code.MemoryCode;
import org.fitact.memory.format.NumberFormats;
import org.fitact.protect.Coded;
import org.fitact.protect.Protection;
import org.fitact.protect.Protections;
import org.fitact.tensor.number.TensorFormat;

/**
 * One way to deploy a network.
 *
 * @param format in which its numbers are stored, such as {@code auto16}
 * @param scheme with the codes of its memory, such as {@code fitact+guard}
 */
public record Candidate(String format, String scheme) {

    /** All combinations: by format, scheme and code in their orders; without those that would have a code twice. */
    public static List<Candidate> all(List<TensorFormat> formats, List<Protection> schemes, List<MemoryCode> codes) {
        List<Candidate> all = new ArrayList<>();
        for (TensorFormat format : formats) {
            for (Protection scheme : schemes) {
                for (MemoryCode code :
                        codes.stream().filter(code -> isNew(scheme, code)).toList()) {
                    all.add(new Candidate(format.name(), Coded.of(scheme, code).name()));
                }
            }
        }
        return all.stream().distinct().toList();
    }

    private static boolean isNew(Protection scheme, MemoryCode code) {
        return !(scheme instanceof Coded coded)
                || Collections.disjoint(coded.extra().stages(), code.stages());
    }

    /** Without any protection. */
    public static Candidate unprotected(String format) {
        return new Candidate(format, Protections.baseline().name());
    }

    public Protection protection() {
        return Protections.deployed(scheme);
    }

    /** The scheme that the network was hardened by. */
    public String hardenedAs() {
        return protection().hardenedAs();
    }

    public Deployment deployment() {
        return Deployment.of(NumberFormats.parse(format));
    }

    /** For people. */
    public String label() {
        return scheme + " in " + format;
    }
}
