package org.fitact.nn.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Damages models, in their bytes or in their fields: what it makes depends on the generator only. */
final class OnnxMutants {

    private static final long[] NUMBERS = {0, 1, -1, 2, 3, 7, 13, 255, 9999, 10_000, Integer.MAX_VALUE, Long.MIN_VALUE};
    private static final float[] REALS = {0, -0f, 1, -1, 1e-38f, 3e38f, Float.NaN, Float.POSITIVE_INFINITY};

    private OnnxMutants() {}

    /** A model with one to four damages of one sort. */
    static byte[] of(byte[] sound, SplittableRandom random) {
        boolean inFields = random.nextBoolean();
        byte[] mutant = sound;
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            mutant = inFields ? fields(mutant, random) : bytes(mutant, random);
        }
        return mutant;
    }

    private static byte[] bytes(byte[] sound, SplittableRandom random) {
        if (sound.length == 0) {
            return sound;
        }
        int at = random.nextInt(sound.length);
        int end = Math.min(sound.length, at + 1 + random.nextInt(40));
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(sound, at);
            case 1 -> joined(sound, at, new byte[0], end);
            case 2 -> joined(sound, at, Arrays.copyOfRange(sound, at, end), at);
            case 3 -> joined(sound, at, new byte[] {-1, -1, -1, -1, 7}, end);
            default -> {
                byte[] flipped = sound.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                yield flipped;
            }
        };
    }

    /** The first bytes up to one, others, and the last ones from another on. */
    private static byte[] joined(byte[] sound, int end, byte[] middle, int start) {
        byte[] all = Arrays.copyOf(sound, end + middle.length + sound.length - start);
        System.arraycopy(middle, 0, all, end, middle.length);
        System.arraycopy(sound, start, all, end + middle.length, sound.length - start);
        return all;
    }

    private static byte[] fields(byte[] sound, SplittableRandom random) {
        try {
            return edited(ModelProto.parseFrom(sound), random).toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("fields are edited in models that can be parsed", e);
        }
    }

    /** Goes down to a message at random and changes one of its fields. */
    private static Message edited(Message message, SplittableRandom random) {
        List<FieldDescriptor> set = new ArrayList<>(message.getAllFields().keySet());
        Message.Builder builder = message.toBuilder();
        List<FieldDescriptor> inner = set.stream()
                .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
                .toList();
        if (!inner.isEmpty() && random.nextInt(6) > 0) {
            descend(builder, inner.get(random.nextInt(inner.size())), random);
            return builder.build();
        }
        List<FieldDescriptor> all = message.getDescriptorForType().getFields();
        FieldDescriptor field = !set.isEmpty() && random.nextInt(4) > 0
                ? set.get(random.nextInt(set.size()))
                : all.get(random.nextInt(all.size()));
        change(builder, field, random);
        return builder.build();
    }

    private static void descend(Message.Builder builder, FieldDescriptor field, SplittableRandom random) {
        if (field.isRepeated()) {
            int i = random.nextInt(builder.getRepeatedFieldCount(field));
            builder.setRepeatedField(field, i, edited((Message) builder.getRepeatedField(field, i), random));
        } else {
            builder.setField(field, edited((Message) builder.getField(field), random));
        }
    }

    private static void change(Message.Builder builder, FieldDescriptor field, SplittableRandom random) {
        if (!field.isRepeated()) {
            if (random.nextInt(4) == 0) {
                builder.clearField(field);
            } else {
                builder.setField(field, value(builder, field, random));
            }
            return;
        }
        int count = builder.getRepeatedFieldCount(field);
        switch (count == 0 ? 0 : random.nextInt(4)) {
            case 0 -> builder.addRepeatedField(field, value(builder, field, random));
            case 1 -> builder.addRepeatedField(field, builder.getRepeatedField(field, random.nextInt(count)));
            case 2 -> builder.clearField(field);
            default -> builder.setRepeatedField(field, random.nextInt(count), value(builder, field, random));
        }
    }

    private static Object value(Message.Builder builder, FieldDescriptor field, SplittableRandom random) {
        long number = NUMBERS[random.nextInt(NUMBERS.length)];
        float real = REALS[random.nextInt(REALS.length)];
        return switch (field.getJavaType()) {
            case INT -> (int) number;
            case LONG -> number;
            case FLOAT -> real;
            case DOUBLE -> (double) real;
            case BOOLEAN -> number == 1;
            case STRING -> new String[] {"", "x", "c", "o", "Relu", "w\u009b2J\u202e"}[random.nextInt(6)];
            case BYTE_STRING -> ByteString.copyFrom(new byte[random.nextInt(9)]);
            case ENUM -> field.getEnumType().getValues().get(0);
            case MESSAGE -> builder.newBuilderForField(field).build();
        };
    }
}
