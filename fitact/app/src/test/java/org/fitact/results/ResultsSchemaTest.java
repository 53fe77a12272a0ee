package org.fitact.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialOutcome;
import org.fitact.results.computation.CheckShares;
import org.fitact.results.computation.FalseFindings;
import org.fitact.results.computation.TransientMeans;
import org.fitact.results.integer.IntegerFormats;
import org.fitact.stats.Bootstrap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code docs/results.schema.json} promises of {@code results.json}. */
class ResultsSchemaTest {

    private static final Path FILE = Path.of("../../docs/results.schema.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Beside their components, what they compute. */
    private static final Map<Class<?>, Set<String>> DERIVED =
            Map.of(FaultFreeLoss.class, Set.of("loss", "allowed", "tooLarge"));

    private static List<Error> errors(JsonNode results) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(FILE));
        return schema.validate(results);
    }

    /** Two schemes at two rates, and a rate with one trial, of which no deviation is known. */
    private static ObjectNode results() {
        Map<TrialKey, TrialOutcome> trials = new HashMap<>();
        List<String> schemes = List.of("none", "fitact");
        for (String scheme : schemes) {
            trials.put(TrialKey.faultFree(scheme), new TrialOutcome(0, 90, 100, 0.1));
            for (int trial = 0; trial < 3; trial++) {
                trials.put(new TrialKey(scheme, 1e-6, trial), new TrialOutcome(1, 80 + trial, 100, 0.1));
            }
            trials.put(new TrialKey(scheme, 1e-5, 0), new TrialOutcome(10, 50, 100, 0.1));
        }
        StudyResults results = new ResultsBuilder(
                        new StudyDescription("lenet5", "digits", 10, 10, schemes), new Bootstrap(200, 1))
                .build(
                        TrialTable.of(trials),
                        JsonNodeFactory.instance.objectNode().put("seed", 1));
        return (ObjectNode) ResultsJson.tree(results);
    }

    @Test
    void whatIsWrittenIsWhatIsPromised() throws IOException {
        ObjectNode results = results();
        assertEquals(StudyResults.VERSION, results.path("version").intValue());
        assertTrue(results.at("/schemes/0/points/1/sd").isNull(), results.toString());
        assertEquals(List.of(), errors(results));
        // As a file has it, numbers are read again.
        assertEquals(List.of(), errors(JSON.readTree(ResultsJson.write(results))));
    }

    /** So that no field is added, renamed or dropped without the schema. */
    @Test
    void everyRecordHasTheFieldsOfTheSchema() throws IOException {
        JsonNode schema = JSON.readTree(FILE.toFile());
        assertEquals(names(schema.path("properties")), fields(StudyResults.class, Set.of("version")));
        Set<String> seen = new TreeSet<>(Set.of("Interval"));
        for (Class<?> type : List.of(
                SchemeResult.class,
                PointResult.class,
                PairResult.class,
                FaultFreeLoss.class,
                ConsequenceShares.class,
                ReadingMeans.class,
                AlarmShares.class,
                FalseAlarms.class,
                TransientMeans.class,
                CheckShares.class,
                FalseFindings.class,
                IntegerFormats.class)) {
            JsonNode properties =
                    schema.path("$defs").path(type.getSimpleName()).path("properties");
            assertEquals(names(properties), fields(type, DERIVED.getOrDefault(type, Set.of())), type.getSimpleName());
            seen.add(type.getSimpleName());
        }
        assertEquals(seen, names(schema.path("$defs")));
    }

    private static Set<String> names(JsonNode object) {
        return object.propertyStream().map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> fields(Class<?> type, Set<String> derived) {
        Set<String> fields = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        fields.addAll(derived);
        return fields;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/version | 2 | /version",
                "/schemes/0/scheme | null | /schemes/0/scheme",
                "/schemes/0/points/0/rate | -1e-6 | /schemes/0/points/0/rate",
                "/schemes/0/points/0/mean | 80 | /schemes/0/points/0/mean",
                "/schemes/0/points/0/ci95 | [0.1] | /schemes/0/points/0/ci95",
                "/pairs/0/trials | 0 | /pairs/0/trials",
                "/pairs/0/more | 1 | /pairs/0",
            })
    void whatIsPromisedCanBeBroken(String at, String value, String found) throws IOException {
        ObjectNode results = results();
        int last = at.lastIndexOf('/');
        ((ObjectNode) results.at(at.substring(0, last))).set(at.substring(last + 1), JSON.readTree(value));
        Optional<String> where = errors(results).stream()
                .map(error -> error.getInstanceLocation().toString())
                .findFirst();
        assertEquals(Optional.of(found), where);
        results.remove("provenance");
        assertFalse(
                errors(results).stream().noneMatch(error -> error.getMessage().contains("provenance")));
    }
}
