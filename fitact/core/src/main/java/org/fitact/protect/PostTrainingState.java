package org.fitact.protect;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.Metadata;
import org.fitact.nn.checkpoint.SafetensorsFile;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.checkpoint.StoredValues;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.optim.Optimiser;
import org.fitact.tensor.Tensor;

/**
 * A post-training between two epochs, to the last bit: the bounds, Adam's moments, and the first and the best bounds so
 * far with what was measured of them.
 *
 * @param epochs done so far
 */
record PostTrainingState(int epochs, PostTrainer.Snapshot start, PostTrainer.Snapshot best) {

    private static final String NOW = "now.";
    private static final String ADAM = "adam.";

    /** Saves the state in which bounds and optimiser are now. */
    void save(PartialWork work, List<Parameter> bounds, Optimiser optimiser) throws IOException {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < bounds.size(); i++) {
            put(tensors, NOW, bounds.get(i).name(), bounds.get(i).value().toArray());
            put(tensors, "start.", bounds.get(i).name(), start.bounds().get(i));
            put(tensors, "best.", bounds.get(i).name(), best.bounds().get(i));
        }
        optimiser.state().forEach((name, tensor) -> put(tensors, ADAM, name, tensor.toArray()));
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("epochs", Integer.toString(epochs));
        metadata.put("steps", Integer.toString(optimiser.steps()));
        put(metadata, "start.", start);
        put(metadata, "best.", best);
        work.save(new SafetensorsFile(metadata, tensors));
    }

    /** Puts bounds and optimiser back to where they were saved; empty if nothing was. */
    static Optional<PostTrainingState> load(PartialWork work, List<Parameter> bounds, Optimiser optimiser)
            throws IOException {
        Optional<StoredValues> saved = work.load();
        if (saved.isEmpty()) {
            return Optional.empty();
        }
        StoredValues file = saved.get();
        for (Parameter parameter : bounds) {
            parameter.value().upload(tensor(file, NOW, parameter));
        }
        for (Map.Entry<String, Tensor> moment : optimiser.state().entrySet()) {
            moment.getValue()
                    .upload(file.floats(
                            ADAM + moment.getKey(), moment.getValue().elements()));
        }
        Metadata numbers = file.metadata();
        optimiser.resumeAt((int) numbers.whole("steps", 0, Integer.MAX_VALUE));
        int epochs = (int) numbers.whole("epochs", 0, Integer.MAX_VALUE);
        return Optional.of(
                new PostTrainingState(epochs, snapshot(file, "start.", bounds), snapshot(file, "best.", bounds)));
    }

    private static void put(Map<String, StoredTensor> tensors, String prefix, String name, float[] values) {
        tensors.put(prefix + name, StoredTensor.of(new int[] {values.length}, values));
    }

    private static void put(Map<String, String> metadata, String prefix, PostTrainer.Snapshot snapshot) {
        metadata.put(prefix + "meanSquare", Double.toString(snapshot.meanSquare()));
        metadata.put(prefix + "accuracy", Double.toString(snapshot.accuracy()));
        if (!Double.isNaN(snapshot.underFaults())) {
            metadata.put(prefix + "underFaults", Double.toString(snapshot.underFaults()));
        }
        metadata.put(prefix + "step", Integer.toString(snapshot.step()));
    }

    private static PostTrainer.Snapshot snapshot(StoredValues file, String prefix, List<Parameter> bounds)
            throws InvalidFileException {
        List<float[]> values = new ArrayList<>();
        for (Parameter parameter : bounds) {
            values.add(tensor(file, prefix, parameter));
        }
        return new PostTrainer.Snapshot(
                values,
                file.metadata().number(prefix + "meanSquare"),
                file.metadata().number(prefix + "accuracy"),
                file.metadata().entries().containsKey(prefix + "underFaults")
                        ? file.metadata().number(prefix + "underFaults")
                        : Double.NaN,
                (int) file.metadata().whole(prefix + "step", 0, Integer.MAX_VALUE));
    }

    private static float[] tensor(StoredValues file, String prefix, Parameter parameter) throws InvalidFileException {
        return file.floats(prefix + parameter.name(), parameter.value().elements());
    }
}
