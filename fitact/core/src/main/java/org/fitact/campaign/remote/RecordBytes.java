package org.fitact.campaign.remote;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Records of numbers, and of such records, as bytes: component by component, as they are declared, so that one that is added
 * travels with the others.
 */
final class RecordBytes {

    private RecordBytes() {}

    /** @throws IllegalArgumentException for a component that is neither a number, nor a record, nor one of these that may be missing */
    static void write(DataOutput out, Record some) throws IOException {
        for (RecordComponent component : some.getClass().getRecordComponents()) {
            write(out, component, value(component, some));
        }
    }

    private static void write(DataOutput out, RecordComponent component, Object value) throws IOException {
        switch (value) {
            case Integer number -> out.writeInt(number);
            case Long number -> out.writeLong(number);
            case Double number -> out.writeDouble(number);
            case OptionalDouble number -> {
                out.writeBoolean(number.isPresent());
                out.writeDouble(number.orElse(0));
            }
            case Optional<?> optional -> {
                out.writeBoolean(optional.isPresent());
                if (optional.isPresent()) {
                    write(out, (Record) optional.get());
                }
            }
            default -> throw unknown(component);
        }
    }

    static <R extends Record> R read(DataInput in, Class<R> type) throws IOException {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = read(in, components[i]);
        }
        try {
            return type.getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new))
                    .newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IOException(
                    "no " + type.getSimpleName() + ": " + e.getCause().getMessage(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    private static Object read(DataInput in, RecordComponent component) throws IOException {
        Class<?> type = component.getType();
        if (type == int.class) {
            return in.readInt();
        }
        if (type == long.class) {
            return in.readLong();
        }
        if (type == double.class) {
            return in.readDouble();
        }
        boolean present = in.readBoolean();
        if (type == OptionalDouble.class) {
            double value = in.readDouble();
            return present ? OptionalDouble.of(value) : OptionalDouble.empty();
        }
        return present ? Optional.of(read(in, recordIn(component))) : Optional.empty();
    }

    private static Class<? extends Record> recordIn(RecordComponent component) {
        Type inside = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
        return ((Class<?>) inside).asSubclass(Record.class);
    }

    private static Object value(RecordComponent component, Record some) {
        try {
            return component.getAccessor().invoke(some);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }

    private static IllegalArgumentException unknown(RecordComponent component) {
        return new IllegalArgumentException(
                component.getDeclaringRecord().getSimpleName() + "." + component.getName() + " is a "
                        + component.getType().getSimpleName() + ", expected a number, or a record that may be missing");
    }
}
