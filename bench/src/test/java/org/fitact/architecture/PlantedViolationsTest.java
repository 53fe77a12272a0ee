package org.fitact.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.reflect.Field;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.fitact.cuda.planted.KnowsNetworks;
import org.fitact.fault.planted.Cyclic;
import org.fitact.nn.planted.Careless;
import org.fitact.study.planted.KnowsItsReport;
import org.fitact.tensor.planted.ReachesUp;
import org.fitact.tensor.planted.Unchecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule finds the violation that was planted for it: a rule whose package name went stale would not. */
class PlantedViolationsTest {

    private static final JavaClasses PLANTED = new ClassFileImporter()
            .importClasses(
                    ReachesUp.class,
                    Careless.class,
                    Cyclic.class,
                    KnowsNetworks.class,
                    Unchecked.class,
                    KnowsItsReport.class);

    static Stream<Arguments> violations() {
        return Stream.of(
                Arguments.of(ArchitectureRules.TENSOR_KNOWS_NOTHING_ABOVE_IT, "ReachesUp"),
                Arguments.of(ArchitectureRules.NN_KNOWS_TENSOR_ONLY, "Careless"),
                Arguments.of(ArchitectureRules.CUDA_KNOWS_TENSOR_ONLY, "KnowsNetworks"),
                Arguments.of(ArchitectureRules.CUDA_IS_FOUND_BY_SERVICE_LOADER, "Cyclic"),
                Arguments.of(ArchitectureRules.CORE_CAN_BE_EMBEDDED, "Cyclic"),
                Arguments.of(ArchitectureRules.NOTHING_KNOWS_BENCH, "Cyclic"),
                Arguments.of(ArchitectureRules.NOTHING_KNOWS_THE_COMMAND_LINE, "Cyclic"),
                Arguments.of(ArchitectureRules.STUDIES_KNOW_NO_REPORT, "KnowsItsReport"),
                Arguments.of(ArchitectureRules.VECTOR_API_IN_ONE_PACKAGE, "Cyclic"),
                Arguments.of(ArchitectureRules.BACKENDS_ARE_FINAL_AND_HIDDEN, "KnowsNetworks"),
                Arguments.of(ArchitectureRules.BACKENDS_ARE_REACHED_THROUGH_PROVIDERS, "Cyclic"),
                Arguments.of(ArchitectureRules.PROVIDERS_PUT_THE_CHECKS_IN_FRONT, "Unchecked"),
                Arguments.of(ArchitectureRules.PACKAGES_HAVE_NO_CYCLES, "Cyclic"),
                Arguments.of(ArchitectureRules.FAULTS_HAVE_ONE_DOOR, "Cyclic.backDoor"),
                Arguments.of(ArchitectureRules.ONLY_THE_COMMAND_LINE_PRINTS, "Careless.print"),
                Arguments.of(ArchitectureRules.TEXT_IS_THE_SAME_IN_EVERY_LOCALE, "Careless.format"),
                Arguments.of(ArchitectureRules.TEXT_IS_THE_SAME_IN_EVERY_LOCALE, "Careless.shout"),
                Arguments.of(ArchitectureRules.RANDOMNESS_IS_COUNTER_BASED, "Careless.draw"),
                Arguments.of(ArchitectureRules.RANDOMNESS_IS_COUNTER_BASED, "Careless.shuffle"));
    }

    @ParameterizedTest
    @MethodSource("violations")
    void isFound(ArchRule rule, String culprit) {
        AssertionError found = assertThrows(AssertionError.class, () -> rule.check(PLANTED));
        assertTrue(found.getMessage().contains(culprit), found.getMessage());
    }

    /** The rules that a class has as constants, by name. */
    private static Map<ArchRule, String> rulesOf(Class<?> owner) throws IllegalAccessException {
        Map<ArchRule, String> rules = new IdentityHashMap<>();
        for (Field field : owner.getDeclaredFields()) {
            if (ArchRule.class.isAssignableFrom(field.getType())) {
                field.setAccessible(true);
                rules.put((ArchRule) field.get(null), field.getName());
            }
        }
        return rules;
    }

    @Test
    void everyRuleHasAPlantedViolation() throws IllegalAccessException {
        Map<ArchRule, String> rules = rulesOf(ArchitectureRules.class);
        assertTrue(rules.size() > 10, rules.toString());
        violations().forEach(violation -> rules.remove((ArchRule) violation.get()[0]));
        assertEquals(Set.of(), Set.copyOf(rules.values()), "rules that nothing was planted for");
    }

    @Test
    void everyRuleIsHeldOnTheProgram() throws IllegalAccessException {
        Map<ArchRule, String> rules = rulesOf(ArchitectureRules.class);
        rules.keySet().removeAll(rulesOf(ArchitectureTest.class).keySet());
        assertEquals(Set.of(), Set.copyOf(rules.values()), "rules that ArchitectureTest does not hold");
    }
}
