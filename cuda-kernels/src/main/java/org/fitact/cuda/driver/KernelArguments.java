package org.fitact.cuda.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The arguments of a launch as C sees them: an array of pointers to the values, and a letter for the kind of each value
 * ({@code i} int, {@code l} 64-bit integer, {@code f} float, {@code d} double, {@code p} pointer, {@code s} and a size
 * for a struct), which the emulator compares with the declaration.
 */
public record KernelArguments(MemorySegment pointers, String kinds) {

    static KernelArguments pack(List<Object> arguments, Arena arena) {
        MemorySegment pointers = arena.allocate(ValueLayout.ADDRESS, Math.max(1, arguments.size()));
        StringBuilder kinds = new StringBuilder();
        for (int i = 0; i < arguments.size(); i++) {
            pointers.setAtIndex(ValueLayout.ADDRESS, i, value(arguments.get(i), arena));
            kinds.append(kind(arguments.get(i)));
        }
        return new KernelArguments(pointers, kinds.toString());
    }

    private static MemorySegment value(Object argument, Arena arena) {
        return switch (argument) {
            case Integer number -> arena.allocateFrom(ValueLayout.JAVA_INT, number);
            case Long number -> arena.allocateFrom(ValueLayout.JAVA_LONG, number);
            case Float number -> arena.allocateFrom(ValueLayout.JAVA_FLOAT, number);
            case Double number -> arena.allocateFrom(ValueLayout.JAVA_DOUBLE, number);
            case DevicePointer pointer -> arena.allocateFrom(ValueLayout.JAVA_LONG, pointer.address());
            case int[] struct -> arena.allocateFrom(ValueLayout.JAVA_INT, struct);
            default -> throw notAnArgument(argument);
        };
    }

    private static String kind(Object argument) {
        return switch (argument) {
            case Integer _ -> "i";
            case Long _ -> "l";
            case Float _ -> "f";
            case Double _ -> "d";
            case DevicePointer _ -> "p";
            case int[] struct -> "s" + struct.length * Integer.BYTES;
            default -> throw notAnArgument(argument);
        };
    }

    private static IllegalArgumentException notAnArgument(Object argument) {
        return new IllegalArgumentException(
                "a kernel takes no " + argument.getClass().getSimpleName() + ", expected a number or a pointer");
    }

    static String show(List<Object> arguments) {
        return arguments.stream()
                .map(argument -> argument instanceof int[] struct ? Arrays.toString(struct) : argument.toString())
                .collect(Collectors.joining(", ", "(", ")"));
    }
}
