package org.fitact.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.fitact.fault.FaultLog;
import org.fitact.fault.FaultPattern;
import org.fitact.fault.FaultSpace;
import org.fitact.fault.WordStore;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendProvider;
import org.fitact.tensor.backend.CheckedBackend;
import org.fitact.tensor.backend.ForwardingBackend;

/** What the modules and packages may know of each other. See "Modules" in CONTRIBUTING.md. */
final class ArchitectureRules {

    private static final String TENSOR = "org.fitact.tensor..";
    private static final String NN = "org.fitact.nn..";
    private static final String CUDA = "org.fitact.cuda..";
    private static final String BENCH = "org.fitact.bench..";
    private static final String[] CORE = {
        "org.fitact.campaign..",
        "org.fitact.estimate..",
        "org.fitact.fault..",
        "org.fitact.identity..",
        "org.fitact.memory..",
        "org.fitact.measure..",
        "org.fitact.protect..",
        "org.fitact.stats..",
        "org.fitact.transients..",
        "org.fitact.vulnerability.."
    };
    private static final String CLI = "org.fitact.cli..";

    private static final Set<String> OWN_STATE_RANDOMNESS =
            Set.of("java.util.Random", "java.util.SplittableRandom", "java.util.concurrent.ThreadLocalRandom");

    private ArchitectureRules() {}

    static final ArchRule TENSOR_KNOWS_NOTHING_ABOVE_IT =
            noClasses().that().resideInAPackage(TENSOR).should().dependOnClassesThat(ours("outside tensor", TENSOR));

    static final ArchRule NN_KNOWS_TENSOR_ONLY = noClasses()
            .that()
            .resideInAPackage(NN)
            .should()
            .dependOnClassesThat(ours("outside nn and tensor", NN, TENSOR));

    static final ArchRule CUDA_KNOWS_TENSOR_ONLY = noClasses()
            .that()
            .resideInAPackage(CUDA)
            .should()
            .dependOnClassesThat(ours("outside cuda and tensor", CUDA, TENSOR))
            .allowEmptyShould(true); // there may be no such class yet

    static final ArchRule CUDA_IS_FOUND_BY_SERVICE_LOADER = noClasses()
            .that()
            .resideOutsideOfPackages(CUDA, BENCH)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(CUDA);

    /** What other programs embed brings no command line, no database and no windows with it. */
    static final ArchRule CORE_CAN_BE_EMBEDDED = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat(ours(
                    "outside core, nn and tensor",
                    Stream.concat(Stream.of(NN, TENSOR), Stream.of(CORE)).toArray(String[]::new)))
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", "org.sqlite..", "java.sql..", "java.awt..", "javax.imageio..");

    static final ArchRule NOTHING_KNOWS_BENCH = noClasses()
            .that()
            .resideOutsideOfPackage(BENCH)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(BENCH);

    /** But for the benchmarks, which add their commands to it. */
    static final ArchRule NOTHING_KNOWS_THE_COMMAND_LINE = noClasses()
            .that()
            .resideOutsideOfPackages(CLI, BENCH)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(CLI);

    /** Who studies leaves records; a report reads them. */
    static final ArchRule STUDIES_KNOW_NO_REPORT = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.fitact.results..", "org.fitact.store..", "org.fitact.study..", "org.fitact.reproduce")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.fitact.report..", "org.fitact.reproduce.report..");

    static final ArchRule VECTOR_API_IN_ONE_PACKAGE = noClasses()
            .that()
            .resideOutsideOfPackage("org.fitact.tensor.backend.simd..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jdk.incubator.vector..");

    /** But for what stands in front of a device: the checks, and what watches or times another backend. */
    static final ArchRule BACKENDS_ARE_FINAL_AND_HIDDEN = classes()
            .that()
            .implement(Backend.class)
            .and()
            .resideOutsideOfPackage("org.fitact.tensor.backend")
            .and()
            .areNotAssignableTo(ForwardingBackend.class)
            .should()
            .bePackagePrivate()
            .andShould()
            .haveModifier(JavaModifier.FINAL)
            .allowEmptyShould(true); // nor any backend

    static final ArchRule BACKENDS_ARE_REACHED_THROUGH_PROVIDERS = noClasses()
            .that()
            .resideOutsideOfPackages("org.fitact.tensor.backend..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.fitact.tensor.backend.simd..", "org.fitact.tensor.backend.reference..");

    static final ArchRule PROVIDERS_PUT_THE_CHECKS_IN_FRONT = classes()
            .that()
            .implement(BackendProvider.class)
            .should()
            .callMethod(CheckedBackend.class, "of", Backend.class);

    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().assignedFrom(new EachPackage()).should().beFreeOfCycles();

    /** A network in memory is struck by its own {@code strike}, which is the same on every backend. */
    static final ArchRule FAULTS_HAVE_ONE_DOOR = noClasses()
            .that()
            .resideOutsideOfPackages("org.fitact.memory..")
            .should()
            .callMethod(FaultLog.class, "apply", FaultPattern.class, FaultSpace.class, WordStore.class);

    static final ArchRule ONLY_THE_COMMAND_LINE_PRINTS = noClasses()
            .that()
            .resideOutsideOfPackages(CLI, BENCH)
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace");

    static final ArchRule RANDOMNESS_IS_COUNTER_BASED = noClasses().should().callCodeUnitWhere(new DrawsFromOwnState());

    static final ArchRule TEXT_IS_THE_SAME_IN_EVERY_LOCALE =
            noClasses().should().callCodeUnitWhere(new FollowsTheLocale());

    /** A class of this program outside some packages. */
    private static DescribedPredicate<JavaClass> ours(String description, String... except) {
        return JavaClass.Predicates.resideInAPackage("org.fitact..")
                .and(JavaClass.Predicates.resideOutsideOfPackages(except))
                .as("classes of FitAct " + description);
    }

    /** Every package is a slice of its own. */
    private static final class EachPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            return SliceIdentifier.of(javaClass.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }

    /** A call that writes numbers or letters as the user's country does, since it is not told to do otherwise. */
    private static final class FollowsTheLocale extends DescribedPredicate<JavaCall<?>> {

        private static final Set<String> FORMATTING =
                Set.of("format", "formatted", "printf", "toLowerCase", "toUpperCase", "getInstance", "ofPattern");
        private static final Set<String> OWNERS = Set.of(
                "java.lang.String",
                "java.io.PrintStream",
                "java.io.PrintWriter",
                "java.io.Console",
                "java.util.Formatter",
                "java.text.NumberFormat",
                "java.text.DecimalFormat",
                "java.text.SimpleDateFormat",
                "java.time.format.DateTimeFormatter");

        FollowsTheLocale() {
            super("text depends on the locale of the machine");
        }

        @Override
        public boolean test(JavaCall<?> call) {
            String name = call.getTarget().getName();
            boolean makesOne = name.equals(JavaConstructor.CONSTRUCTOR_NAME)
                    && !call.getTargetOwner().getPackageName().matches("java\\.(lang|io)");
            return OWNERS.contains(call.getTargetOwner().getName())
                    && (FORMATTING.contains(name) || makesOne)
                    && call.getTarget().getRawParameterTypes().stream()
                            .noneMatch(type -> type.isEquivalentTo(Locale.class));
        }
    }

    /** A call that draws random numbers whose order depends on who drew before: the JDK's or another library's. */
    private static final class DrawsFromOwnState extends DescribedPredicate<JavaCall<?>> {
        DrawsFromOwnState() {
            super("random numbers are drawn from a generator with hidden state");
        }

        @Override
        public boolean test(JavaCall<?> call) {
            String owner = call.getTargetOwner().getName();
            String name = call.getTarget().getName();
            boolean hiddenGenerator = owner.equals("java.lang.Math") && name.equals("random")
                    || owner.equals("java.util.Collections")
                            && name.equals("shuffle")
                            && call.getTarget().getRawParameterTypes().size() == 1;
            return hiddenGenerator
                    || OWN_STATE_RANDOMNESS.contains(owner)
                    || owner.startsWith("org.apache.commons.math3.random.");
        }
    }
}
