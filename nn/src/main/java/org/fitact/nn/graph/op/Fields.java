package org.fitact.nn.graph.op;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;

/**
 * A record that stands in files, and in the identity of a study, by other fields than its components: for one that came to
 * say more than it did, where what it always could say is to be written as it always was.
 */
public interface Fields {

    /** The fields in their order; they are all that the record says. */
    @JsonValue
    Map<String, Object> fields();
}
