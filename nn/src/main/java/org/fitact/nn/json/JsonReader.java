package org.fitact.nn.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fitact.nn.InvalidFileException;

/**
 * Reads JSON as records, or as a tree. Nothing is taken that does not stand there: no field is missing or null (but
 * where the record says by {@code @JsonSetter(nulls = Nulls.SET)} that it may be), none is unknown or there twice, nothing
 * follows the end, a text is no number, every number is finite. Of a text, at most {@value #MAX_BYTES} bytes, {@value #MAX_DEPTH} levels and
 * {@value #MAX_TOKENS} names, values and brackets are taken, so that a small file stays a small tree.
 */
public final class JsonReader {

    /** The longest text. */
    public static final int MAX_BYTES = 16 << 20;

    /** The deepest nesting. */
    public static final int MAX_DEPTH = 100;

    /** The most names, values and brackets. */
    public static final int MAX_TOKENS = 1_000_000;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxDocumentLength(MAX_BYTES)
                            .maxNestingDepth(MAX_DEPTH)
                            .maxTokenCount(MAX_TOKENS)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    textual -> List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)
                            .forEach(shape -> textual.setCoercion(shape, CoercionAction.Fail)))
            .addModule(StrictNumbers.MODULE)
            .defaultSetterInfo(StrictNumbers.NO_NULLS)
            .build();

    private final String file;
    private final String place;

    /**
     * @param file that the text stands in, for messages
     * @param place where it stands there, such as {@code metadata training.history}; empty if it is the whole file
     */
    public JsonReader(String file, String place) {
        this.file = file;
        this.place = place;
    }

    /**
     * The content of a file.
     *
     * @throws InvalidFileException if it is not JSON of this type
     */
    public static <T> T read(Path file, Class<T> type) throws IOException {
        JsonReader reader = new JsonReader(file.toString(), "");
        return reader.bind(reader.tree(bytes(file)), JSON.constructType(type));
    }

    /** The content of a file as a tree. @throws InvalidFileException if it is not a JSON object */
    public static ObjectNode object(Path file) throws IOException {
        return new JsonReader(file.toString(), "").object(bytes(file));
    }

    /** A text as a record. @throws InvalidFileException if it is not JSON of this type */
    public <T> T read(String text, Class<T> type) throws InvalidFileException {
        return bind(tree(text), JSON.constructType(type));
    }

    /** A text as a list or a map. @throws InvalidFileException if it is not JSON of this type */
    public <T> T read(String text, TypeReference<T> type) throws InvalidFileException {
        return bind(tree(text), JSON.constructType(type));
    }

    /** A tree as a record. @throws InvalidFileException if it is not of this type */
    public <T> T read(JsonNode tree, Class<T> type) throws InvalidFileException {
        return bind(tree, JSON.constructType(type));
    }

    /** A tree as a list or a map. @throws InvalidFileException if it is not of this type */
    public <T> T read(JsonNode tree, TypeReference<T> type) throws InvalidFileException {
        return bind(tree, JSON.constructType(type));
    }

    /** Bytes as a tree. @throws InvalidFileException if they are not a JSON object in UTF-8 */
    public ObjectNode object(byte[] text) throws InvalidFileException {
        return object("", tree(text));
    }

    /**
     * A part of a tree that must be an object.
     *
     * @param path of the part, for the message
     */
    public ObjectNode object(String path, JsonNode node) throws InvalidFileException {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw invalid(path, JsonWords.brief(node), "an object");
    }

    /** A text as a tree. @throws InvalidFileException if it is not JSON */
    public JsonNode tree(String text) throws InvalidFileException {
        try {
            JsonNode tree = JSON.readTree(text);
            if (tree == null || tree.isMissingNode()) {
                throw invalid("", "empty", "JSON");
            }
            return tree;
        } catch (StreamConstraintsException e) {
            throw new InvalidFileException(file, field(""), "larger", limits(), e);
        } catch (JacksonException e) {
            throw new InvalidFileException(file, field(""), JsonWords.broken(e), "JSON", e);
        }
    }

    /** Decoded here, because Jackson would also accept UTF-16 and UTF-32. */
    private JsonNode tree(byte[] text) throws InvalidFileException {
        if (text.length > MAX_BYTES) {
            throw invalid("", "larger", limits());
        }
        try {
            return tree(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new InvalidFileException(file, field(""), "not UTF-8", "JSON in UTF-8", e);
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new InvalidFileException(file, "content", "a folder", "a file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_BYTES + 1);
        }
    }

    private <T> T bind(JsonNode tree, JavaType type) throws InvalidFileException {
        if (tree.isNull()) {
            throw invalid("", "null", JsonWords.expected(type.getRawClass()));
        }
        try {
            return JSON.readerFor(type).readValue(tree);
        } catch (JsonMappingException e) {
            throw new JsonComplaint(tree, e).in(file, place);
        } catch (IOException e) {
            throw new InvalidFileException(file, field(""), JsonWords.brief(tree), "what this program writes", e);
        }
    }

    private InvalidFileException invalid(String path, String found, String expected) {
        return new InvalidFileException(file, field(path), found, expected);
    }

    private String field(String path) {
        return JsonWords.field(place, path);
    }

    private static String limits() {
        return "JSON of at most " + MAX_BYTES + " bytes, " + MAX_DEPTH + " levels and " + MAX_TOKENS + " values";
    }
}
