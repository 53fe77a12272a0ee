package org.fitact.nn.onnx.read;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.onnx.file.ImageSize;
import org.fitact.nn.onnx.file.OnnxFile;
import org.fitact.nn.onnx.file.TensorReader;
import org.fitact.tensor.Shape;

/**
 * The one input of a file that no initialiser gives: images {@code [N, C, H, W]}.
 *
 * @param proto as the file has it
 * @param size what free rows and columns are; empty where the file must say it
 */
record ImagesInput(OnnxFile file, ValueInfoProto proto, Optional<ImageSize> size) {

    private static final int RANK = 4;
    private static final List<String> AXES = List.of("N", "C", "H", "W");

    /** @param isInitialiser of a name, which older files list among the inputs */
    static ImagesInput of(OnnxFile file, Optional<ImageSize> size, Predicate<String> isInitialiser)
            throws InvalidFileException {
        List<ValueInfoProto> inputs = file.graph().getInputList().stream()
                .filter(input -> !isInitialiser.test(input.getName()))
                .toList();
        if (inputs.size() != 1) {
            throw file.invalid("number of inputs", Integer.toString(inputs.size()), "1, the images");
        }
        return new ImagesInput(file, inputs.getFirst(), size);
    }

    String name() {
        return proto.getName();
    }

    private TypeProto.Tensor type() {
        return proto.getType().getTensorType();
    }

    /** The number of images that the file is for; 0 where it is free. */
    long count() {
        TensorShapeProto shape = type().getShape();
        return shape.getDimCount() == 0 ? 0 : Math.max(0, shape.getDim(0).getDimValue());
    }

    /** The shape of an image, {@code [height, width, channels]}. */
    Shape image() throws InvalidFileException {
        String field = OnnxFile.label("input", name());
        if (type().getElemType() != TensorProto.DataType.FLOAT.getNumber()) {
            throw file.invalid(field, TensorReader.typeName(type().getElemType()), "float32");
        }
        if (type().getShape().getDimCount() != RANK) {
            throw file.invalid(field, "of " + type().getShape().getDimCount() + " dimensions", "4: N, C, H, W");
        }
        Shape image = Shape.of(
                extent(field, 2, size.map(ImageSize::height)),
                extent(field, 3, size.map(ImageSize::width)),
                extent(field, 1, Optional.empty()));
        if (GraphReader.tooLarge(image)) {
            throw file.invalid(field, image.toString(), "at most " + GraphReader.LARGEST_MAP + " numbers for an image");
        }
        return image;
    }

    /** @param wanted what it is where it is free */
    private int extent(String field, int axis, Optional<Integer> wanted) throws InvalidFileException {
        TensorShapeProto.Dimension dimension = type().getShape().getDim(axis);
        String where = field + " dimension " + axis + ", " + AXES.get(axis) + ",";
        if (!dimension.hasDimValue() && wanted.isPresent()) {
            return wanted.get();
        }
        long extent = dimension.getDimValue();
        if (extent < 1 || extent > ImageSize.LARGEST) {
            String found = dimension.hasDimValue() ? Long.toString(extent) : "free";
            String advice = dimension.hasDimValue() || axis == 1 ? "" : ", or a size of images that is given beside it";
            throw file.invalid(where, found, "fixed, from 1 to " + ImageSize.LARGEST + advice);
        }
        if (wanted.isPresent() && wanted.get() != extent) {
            throw file.invalid(where, Long.toString(extent), wanted.get() + ", the size of images that was given");
        }
        return (int) extent;
    }
}
