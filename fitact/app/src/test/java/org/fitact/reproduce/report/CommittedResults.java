package org.fitact.reproduce.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.fitact.results.StudyResults;

/** Reads results that lie in the repository as what wrote them has them; some were written by earlier versions. */
final class CommittedResults {

    private static final ObjectMapper JSON = new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .registerModule(new SimpleModule().addDeserializer(double.class, new NanForNull()));

    private CommittedResults() {}

    static ReproductionResults reproduction(Path file) throws IOException {
        return JSON.treeToValue(completed(file), ReproductionResults.class);
    }

    static StudyResults study(Path file) throws IOException {
        return JSON.treeToValue(completed(file), StudyResults.class);
    }

    /** What is left out, so that new results change no more lines than numbers, or was not known yet, is empty. */
    private static JsonNode completed(Path file) throws IOException {
        JsonNode results = JSON.readTree(file.toFile());
        complete(results);
        results.path("networks").forEach(network -> complete(network.path("results")));
        return results;
    }

    private static void complete(JsonNode results) {
        if (results instanceof ObjectNode study && study.has("pairs") && !study.has("faultFree")) {
            study.putArray("faultFree");
        }
    }

    /** As they are written: what is not determined is null. */
    private static final class NanForNull extends StdDeserializer<Double> {

        private static final long serialVersionUID = 1L;

        NanForNull() {
            super(Double.class);
        }

        @Override
        public Double deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return json.getDoubleValue();
        }

        @Override
        public Double getNullValue(DeserializationContext context) {
            return Double.NaN;
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) {
            return Double.NaN;
        }
    }
}
