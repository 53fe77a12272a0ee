package org.fitact.study.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far an attack is: the flips that were found, from which all else follows without a search.
 *
 * @param schemes that were begun, in their order
 */
public record AttackState(List<OfScheme> schemes) {

    static final AttackState BEGUN = new AttackState(List.of());

    /**
     * How far it is with one scheme.
     *
     * @param words SHA-256 of its memory
     * @param flips that were made, in their order
     * @param nothingLeft whether no other was found that raises the loss
     */
    public record OfScheme(String scheme, String words, List<Flip> flips, boolean nothingLeft) {

        public OfScheme {
            flips = List.copyOf(flips);
        }
    }

    /**
     * A bit that was flipped.
     *
     * @param address in the memory as the attacker reads it
     * @param bit from the lowest
     * @param slope by how much the loss was to rise, by the gradient
     */
    public record Flip(int address, int bit, double slope) {}

    public AttackState {
        schemes = List.copyOf(schemes);
    }

    Optional<OfScheme> of(String scheme) {
        return schemes.stream().filter(some -> some.scheme().equals(scheme)).findFirst();
    }

    /** This with another state of a scheme, behind the others if it is new. */
    AttackState with(OfScheme scheme) {
        boolean known = of(scheme.scheme()).isPresent();
        List<OfScheme> all = new ArrayList<>();
        schemes.forEach(some -> all.add(some.scheme().equals(scheme.scheme()) ? scheme : some));
        if (!known) {
            all.add(scheme);
        }
        return new AttackState(all);
    }
}
