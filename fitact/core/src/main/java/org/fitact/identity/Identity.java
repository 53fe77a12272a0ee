package org.fitact.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Everything that an artefact or a number depends on, and nothing else: one canonical JSON object and its SHA-256. What
 * has equal identities may be mixed, whoever computed it; what has not, never. (After {@code strong_id} of Stim's sinter.)
 *
 * <p>The form is fixed, so that equal things have equal hashes in every JVM, locale and release: fields sorted by name, no
 * white space, numbers as {@link java.math.BigDecimal} writes them without trailing zeros, images and weights by the
 * SHA-256 of their content ({@link ContentHash}), and two fields on what it is of and in which version of this form:
 *
 * <pre>{"arithmetic":{…},"kind":"hardened","scheme":{"name":"fitact","version":1},…,"version":1}</pre>
 *
 * <p>Threads, folders, dates and displays are no part of an identity.
 */
public final class Identity {

    /** Of the form of all identities: raised whenever the same thing would be written otherwise. */
    public static final int VERSION = 1;

    private static final String KIND = "kind";
    private static final String FORM = "version";

    private final ObjectNode tree;
    private final String json;
    private final String sha256;

    private Identity(ObjectNode fields) {
        this.json = Canonical.text(fields);
        this.tree = (ObjectNode) Canonical.parse(json);
        this.sha256 = sha256(json.getBytes(StandardCharsets.UTF_8));
    }

    /** @param kind what it identifies, in one word, such as {@code profile} */
    public static Builder of(String kind) {
        return new Builder().with(KIND, kind).with(FORM, VERSION);
    }

    /**
     * Reads what {@link #json} wrote, of this version or of another.
     *
     * @throws IllegalArgumentException if it is not the canonical JSON of an identity; a text that was changed by hand into
     *     another form is none
     */
    public static Identity parse(String json) {
        JsonNode tree = Canonical.parse(json);
        if (!(tree instanceof ObjectNode object)
                || !object.path(KIND).isTextual()
                || !object.path(FORM).isNumber()) {
            throw new IllegalArgumentException("expected an object that says its kind and its version");
        }
        Identity identity = new Identity(object);
        if (!identity.json.equals(json)) {
            throw new IllegalArgumentException("expected canonical JSON");
        }
        return identity;
    }

    /** The canonical JSON. */
    public String json() {
        return json;
    }

    /** The same as a tree of its own. */
    public ObjectNode tree() {
        return tree.deepCopy();
    }

    /** SHA-256 of the canonical JSON in UTF-8, 64 hexadecimal digits. */
    public String sha256() {
        return sha256;
    }

    /** The first place in which another identity differs from this one, which is the stored one; empty if it is the same. */
    public Optional<JsonDifference> difference(Identity given) {
        return equals(given) ? Optional.empty() : JsonDifference.first(tree, given.tree);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Identity that && sha256.equals(that.sha256);
    }

    @Override
    public int hashCode() {
        return sha256.hashCode();
    }

    /** The first 16 digits of the hash, for people. */
    @Override
    public String toString() {
        return sha256.substring(0, 16);
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(newDigest().digest(bytes));
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Collects the fields of an identity. */
    public static final class Builder {

        private final ObjectNode tree = JsonNodeFactory.instance.objectNode();

        private Builder() {}

        /**
         * Adds a field.
         *
         * @param value a number, text, boolean, enum, record, list, set, map with textual keys, array, optional (left out
         *     where empty), JSON, or other identity; of a record, all components count
         * @throws IllegalArgumentException for NaN, an infinity, or an object whose parts cannot be told
         * @throws IllegalStateException if the field is there already
         */
        public Builder with(String field, Object value) {
            if (tree.has(field)) {
                throw new IllegalStateException("an identity has " + field + " already");
            }
            Canonical.tree(field, value).ifPresent(node -> tree.set(field, node));
            return this;
        }

        public Identity build() {
            return new Identity(tree);
        }
    }
}
