package org.fitact.nn.integer.c;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Where values lie between the layer that makes them and the last that reads them: in buffers that later values use again. A value takes the
 * place of an operand that nobody reads after it, where the layer goes element by element and the words are as wide (C lets signed and
 * unsigned words of a width lie in one place); else the
 * smallest free buffer that is large enough, or the largest, which grows.
 */
final class ValueMemory {

    /** A buffer, and of each type that lies in it the most elements. */
    private static final class Buffer {

        private final Map<CInteger, Integer> elements = new EnumMap<>(CInteger.class);

        long bytes() {
            return elements.entrySet().stream()
                    .mapToLong(of -> (long) of.getKey().bytes() * of.getValue())
                    .max()
                    .orElse(0);
        }

        int alignment() {
            return elements.keySet().stream().mapToInt(CInteger::bytes).max().orElse(1);
        }
    }

    /** A value in its buffer. */
    private record Place(int buffer, CInteger type) {}

    private final int[] lastReader;
    private final List<Buffer> buffers = new ArrayList<>();
    private final List<Integer> free = new ArrayList<>();
    private final Place[] places;

    /** @param lastReader number of the last value that each is read for; its own where nobody reads it */
    ValueMemory(int[] lastReader) {
        this.lastReader = lastReader;
        this.places = new Place[lastReader.length];
    }

    /**
     * Gives a value its place, and those free that were read for the last time.
     *
     * @param replaced an operand whose place it may take; −1 for none
     * @param operands what it is made of
     */
    void place(int value, CInteger type, int elements, int replaced, int[] operands) {
        boolean taken = replaced >= 0
                && places[replaced] != null
                && places[replaced].type().bytes() == type.bytes()
                && lastReader[replaced] == value;
        int buffer = taken ? places[replaced].buffer() : best((long) type.bytes() * elements);
        places[value] = new Place(buffer, type);
        buffers.get(buffer).elements.merge(type, elements, Math::max);
        release(value, operands);
    }

    /** Gives places free that were read for the last time, for a value that has none here. */
    void release(int value, int[] operands) {
        for (int operand : operands) {
            boolean isOver = places[operand] != null
                    && lastReader[operand] == value
                    && (places[value] == null || places[value].buffer() != places[operand].buffer());
            if (isOver && !free.contains(places[operand].buffer())) {
                free.add(places[operand].buffer());
            }
        }
        if (places[value] != null && lastReader[value] == value) {
            free.add(places[value].buffer());
        }
    }

    private int best(long bytes) {
        int best = -1;
        for (int buffer : free) {
            long size = buffers.get(buffer).bytes();
            long bestSize = best < 0 ? -1 : buffers.get(best).bytes();
            boolean better = bestSize < bytes ? size > bestSize : size >= bytes && size < bestSize;
            best = better ? buffer : best;
        }
        if (best < 0) {
            buffers.add(new Buffer());
            return buffers.size() - 1;
        }
        free.remove(Integer.valueOf(best));
        return best;
    }

    /** The value's words, behind a pointer {@code memory}. */
    String expression(int value) {
        return "memory->buffer" + places[value].buffer() + "."
                + places[value].type().member();
    }

    /** Bytes of all buffers, as a compiler lays them out that aligns each to its widest words. */
    long bytes() {
        long bytes = 0;
        int most = 1;
        for (Buffer buffer : buffers) {
            int alignment = buffer.alignment();
            most = Math.max(most, alignment);
            bytes = up(up(bytes, alignment) + buffer.bytes(), alignment);
        }
        return buffers.isEmpty() ? 1 : up(bytes, most);
    }

    private static long up(long bytes, int alignment) {
        return (bytes + alignment - 1) / alignment * alignment;
    }

    /** The members of the structure that has them all. */
    String members() {
        if (buffers.isEmpty()) {
            return "uint8_t unused;\n";
        }
        StringBuilder members = new StringBuilder();
        for (int i = 0; i < buffers.size(); i++) {
            members.append("union {\n");
            buffers.get(i)
                    .elements
                    .forEach((type, elements) -> members.append("    ")
                            .append(type)
                            .append(' ')
                            .append(type.member())
                            .append('[')
                            .append(elements)
                            .append("];\n"));
            members.append("} buffer").append(i).append(";\n");
        }
        return members.toString();
    }
}
