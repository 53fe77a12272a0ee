package org.fitact.architecture;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the arrows between modules and packages on the program as it is. */
@AnalyzeClasses(packages = "org.fitact", importOptions = ProgramOnly.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule TENSOR = ArchitectureRules.TENSOR_KNOWS_NOTHING_ABOVE_IT;

    @ArchTest
    static final ArchRule NN = ArchitectureRules.NN_KNOWS_TENSOR_ONLY;

    @ArchTest
    static final ArchRule CUDA = ArchitectureRules.CUDA_KNOWS_TENSOR_ONLY;

    @ArchTest
    static final ArchRule CUDA_SERVICE = ArchitectureRules.CUDA_IS_FOUND_BY_SERVICE_LOADER;

    @ArchTest
    static final ArchRule CORE = ArchitectureRules.CORE_CAN_BE_EMBEDDED;

    @ArchTest
    static final ArchRule BENCH = ArchitectureRules.NOTHING_KNOWS_BENCH;

    @ArchTest
    static final ArchRule COMMAND_LINE = ArchitectureRules.NOTHING_KNOWS_THE_COMMAND_LINE;

    @ArchTest
    static final ArchRule STUDIES = ArchitectureRules.STUDIES_KNOW_NO_REPORT;

    @ArchTest
    static final ArchRule VECTOR_API = ArchitectureRules.VECTOR_API_IN_ONE_PACKAGE;

    @ArchTest
    static final ArchRule HIDDEN_BACKENDS = ArchitectureRules.BACKENDS_ARE_FINAL_AND_HIDDEN;

    @ArchTest
    static final ArchRule PROVIDERS = ArchitectureRules.BACKENDS_ARE_REACHED_THROUGH_PROVIDERS;

    @ArchTest
    static final ArchRule CHECKS = ArchitectureRules.PROVIDERS_PUT_THE_CHECKS_IN_FRONT;

    @ArchTest
    static final ArchRule CYCLES = ArchitectureRules.PACKAGES_HAVE_NO_CYCLES;

    @ArchTest
    static final ArchRule FAULTS = ArchitectureRules.FAULTS_HAVE_ONE_DOOR;

    @ArchTest
    static final ArchRule PRINTING = ArchitectureRules.ONLY_THE_COMMAND_LINE_PRINTS;

    @ArchTest
    static final ArchRule LOCALES = ArchitectureRules.TEXT_IS_THE_SAME_IN_EVERY_LOCALE;

    @ArchTest
    static final ArchRule RANDOMNESS = ArchitectureRules.RANDOMNESS_IS_COUNTER_BASED;
}
