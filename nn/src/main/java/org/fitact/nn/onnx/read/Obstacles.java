package org.fitact.nn.onnx.read;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.onnx.file.OnnxFile;

/**
 * What stands in the way of a network, gathered so that one message says all of it. Complaints that differ in the name
 * only become one with the first few names.
 */
final class Obstacles {

    private static final int MOST = 1000;
    private static final int SHOWN_KINDS = 6;
    private static final int SHOWN_NAMES = 3;

    private final OnnxFile file;
    private final Map<Kind, Names> kinds = new LinkedHashMap<>();
    private InvalidFileException first;
    private int count;

    private record Kind(String subject, String what, String found, String expected) {}

    private static final class Names {
        private final List<String> shown = new ArrayList<>();
        private int count;
    }

    Obstacles(OnnxFile file) {
        this.file = file;
    }

    /** @throws InvalidFileException with all that was gathered, when it is so much that the rest does not matter */
    void add(NodeProto node, InvalidFileException complaint) throws InvalidFileException {
        add(OnnxFile.brief(node.getOpType()) + " node", OnnxFile.name(node), complaint);
    }

    /**
     * @param subject what the name is one of, such as "input"
     * @param complaint whose field begins with subject and name, as {@link OnnxFile#label(String, String)} joins them
     */
    void add(String subject, String name, InvalidFileException complaint) throws InvalidFileException {
        first = first == null ? complaint : first;
        String what = complaint.field().substring(OnnxFile.label(subject, name).length());
        Kind kind = new Kind(subject, what, complaint.found(), complaint.expected());
        Names names = kinds.computeIfAbsent(kind, _ -> new Names());
        names.count++;
        if (names.shown.size() < SHOWN_NAMES) {
            names.shown.add("'" + OnnxFile.brief(name) + "'");
        }
        if (++count == MOST) {
            throwIfAny();
        }
    }

    void throwIfAny() throws InvalidFileException {
        if (count == 1) {
            throw first;
        }
        if (count > 1) {
            throw complaint();
        }
    }

    /** One line for each kind of complaint. */
    List<String> lines() {
        return kinds.entrySet().stream().map(Obstacles::line).toList();
    }

    private static String line(Map.Entry<Kind, Names> kind) {
        return subject(kind) + " is " + kind.getKey().found() + ", expected "
                + kind.getKey().expected();
    }

    private InvalidFileException complaint() {
        if (kinds.size() == 1) {
            Map.Entry<Kind, Names> only = kinds.entrySet().iterator().next();
            return file.invalid(
                    subject(only), only.getKey().found(), only.getKey().expected());
        }
        StringJoiner reasons = new StringJoiner("; ");
        int n = 0;
        for (Map.Entry<Kind, Names> kind : kinds.entrySet()) {
            if (n++ == SHOWN_KINDS) {
                reasons.add("and " + (kinds.size() - SHOWN_KINDS) + " more");
                break;
            }
            reasons.add("(" + n + ") " + line(kind));
        }
        return file.invalid("graph", "one with " + kinds.size() + " kinds of obstacles", "none of them: " + reasons);
    }

    private static String subject(Map.Entry<Kind, Names> entry) {
        Names names = entry.getValue();
        int more = names.count - names.shown.size();
        return entry.getKey().subject()
                + (names.count > 1 ? "s " : " ")
                + String.join(", ", names.shown)
                + (more > 0 ? " and " + more + " more" : "")
                + entry.getKey().what();
    }
}
