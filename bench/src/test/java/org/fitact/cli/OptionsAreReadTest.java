package org.fitact.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.fitact.cli.option.HelpOption;
import org.fitact.cli.option.JsonOption;
import org.fitact.cli.option.OutOption;
import org.fitact.cli.value.OptionChecks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * No command takes an option that it does not read. Whether it does is seen in its byte code: the option's field is
 * read by a method that a method of the command's class calls, over any number of others of the command line.
 */
class OptionsAreReadTest {

    private static final JavaClasses COMMAND_LINE =
            new ClassFileImporter().importPackages("org.fitact.cli", "org.fitact.bench.cli");

    static Stream<CommandSpec> commands() {
        return Commands.all();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyOptionOfACommandIsRead(CommandSpec command) {
        assertEquals(Set.of(), unread(command), command.qualifiedName());
    }

    @Command(name = "planted")
    static final class Planted implements Callable<Integer> {
        @Mixin
        private HelpOption help;

        @Mixin
        private JsonOption json;

        @Mixin
        private OutOption out;

        @Option(names = "--written")
        private int written;

        @Option(names = "--in-a-lambda")
        private int inALambda;

        @Parameters(paramLabel = "DIR")
        private String folder;

        @Override
        public Integer call() {
            written = 3;
            return Optional.of(1).map(_ -> inALambda).map(this::more).orElse(0);
        }

        private int more(int number) {
            return out.out().isPresent() ? number : 0;
        }
    }

    @Test
    void whatWasPlantedIsFound() {
        assertEquals(Set.of("--json", "--written", "DIR"), unread(new CommandLine(new Planted()).getCommandSpec()));
    }

    @Test
    void thereIsSomethingToFind() {
        assertTrue(Commands.all().mapToInt(command -> command.args().size()).sum() > 100);
    }

    private static Set<String> unread(CommandSpec command) {
        Set<String> read = readFrom(COMMAND_LINE.get(command.userObject().getClass()));
        Set<String> unread = new TreeSet<>();
        for (ArgSpec argument : command.args()) {
            boolean ofPicocli = argument instanceof OptionSpec option && (option.usageHelp() || option.versionHelp());
            Field field = (Field) argument.userObject();
            if (!ofPicocli && !read.contains(name(field.getDeclaringClass().getName(), field.getName()))) {
                unread.add(OptionChecks.nameOf(argument));
            }
        }
        return unread;
    }

    /** The fields that are read on any way from the methods of a class. */
    private static Set<String> readFrom(JavaClass start) {
        Set<String> read = new HashSet<>();
        Set<JavaCodeUnit> seen = new HashSet<>(start.getCodeUnits());
        Deque<JavaCodeUnit> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            JavaCodeUnit unit = open.remove();
            unit.getFieldAccesses().stream()
                    .filter(access -> access.getAccessType() == JavaFieldAccess.AccessType.GET)
                    .map(JavaAccess::getTarget)
                    .forEach(field -> read.add(name(field.getOwner().getName(), field.getName())));
            unit.getAccessesFromSelf().stream()
                    .map(access -> access.getTarget().resolveMember())
                    .flatMap(Optional::stream)
                    .filter(JavaCodeUnit.class::isInstance)
                    .map(JavaCodeUnit.class::cast)
                    .filter(called -> COMMAND_LINE.contain(called.getOwner().getName()))
                    .filter(seen::add)
                    .forEach(open::add);
        }
        return read;
    }

    private static String name(String owner, String field) {
        return owner + "." + field;
    }
}
