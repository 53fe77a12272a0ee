package org.fitact.nn.json;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.fitact.nn.InvalidFileException;

/** Why a tree is not of the type that was asked for, in the words of this program: path, what stands there, what should. */
record JsonComplaint(JsonNode tree, JsonMappingException cause) {

    InvalidFileException in(String file, String place) {
        String field = JsonWords.field(place, path());
        if (cause instanceof ValueInstantiationException
                && cause.getCause() instanceof IllegalArgumentException refusal
                && refusal.getMessage() != null) {
            return InvalidFileException.refused(file, field, refusal);
        }
        return new InvalidFileException(file, field, found(), expected(), cause);
    }

    private String path() {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : cause.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(JsonWords.brief(step.getFieldName()));
            }
        }
        return path.toString();
    }

    private String found() {
        if (cause instanceof UnrecognizedPropertyException) {
            return "unknown";
        }
        JsonNode node = tree;
        for (JsonMappingException.Reference step : cause.getPath()) {
            node = step.getFieldName() == null ? node.path(step.getIndex()) : node.path(step.getFieldName());
        }
        return JsonWords.brief(node);
    }

    private String expected() {
        if (cause instanceof UnrecognizedPropertyException unknown) {
            Collection<Object> known = Objects.requireNonNullElse(unknown.getKnownPropertyIds(), List.of());
            return known.isEmpty()
                    ? "no field"
                    : known.stream().map(Object::toString).sorted().collect(Collectors.joining(", ", "one of ", ""));
        }
        if (cause instanceof InvalidTypeIdException) {
            return "an object of a kind that this program knows";
        }
        return JsonWords.expected(typeAtPath());
    }

    /** The type of the record's component where there is one, because Jackson names the record if a field is missing. */
    private Class<?> typeAtPath() {
        List<JsonMappingException.Reference> steps = cause.getPath();
        JsonMappingException.Reference last = steps.isEmpty() ? null : steps.getLast();
        if (last != null && last.getFrom() instanceof Class<?> record && record.isRecord()) {
            for (RecordComponent component : record.getRecordComponents()) {
                if (component.getName().equals(last.getFieldName())) {
                    return component.getType();
                }
            }
        }
        return cause instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
    }
}
