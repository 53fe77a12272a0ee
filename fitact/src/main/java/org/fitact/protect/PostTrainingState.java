package org.fitact.protect;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.nn.checkpoint.SafetensorsFile;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.layer.Parameter;
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
        Optional<SafetensorsFile> saved = work.load();
        if (saved.isEmpty()) {
            return Optional.empty();
        }
        SafetensorsFile file = saved.get();
        for (Parameter parameter : bounds) {
            parameter.value().upload(tensor(file, NOW, parameter.name()));
        }
        for (Map.Entry<String, Tensor> moment : optimiser.state().entrySet()) {
            moment.getValue().upload(tensor(file, ADAM, moment.getKey()));
        }
        optimiser.resumeAt(Integer.parseInt(file.metadata().get("steps")));
        int epochs = Integer.parseInt(file.metadata().get("epochs"));
        return Optional.of(
                new PostTrainingState(epochs, snapshot(file, "start.", bounds), snapshot(file, "best.", bounds)));
    }

    private static void put(Map<String, StoredTensor> tensors, String prefix, String name, float[] values) {
        tensors.put(prefix + name, StoredTensor.of(new int[] {values.length}, values));
    }

    private static void put(Map<String, String> metadata, String prefix, PostTrainer.Snapshot snapshot) {
        metadata.put(prefix + "meanSquare", Double.toString(snapshot.meanSquare()));
        metadata.put(prefix + "accuracy", Double.toString(snapshot.accuracy()));
        metadata.put(prefix + "step", Integer.toString(snapshot.step()));
    }

    private static PostTrainer.Snapshot snapshot(SafetensorsFile file, String prefix, List<Parameter> bounds) {
        return new PostTrainer.Snapshot(
                bounds.stream()
                        .map(parameter -> tensor(file, prefix, parameter.name()))
                        .toList(),
                Double.parseDouble(file.metadata().get(prefix + "meanSquare")),
                Double.parseDouble(file.metadata().get(prefix + "accuracy")),
                Integer.parseInt(file.metadata().get(prefix + "step")));
    }

    private static float[] tensor(SafetensorsFile file, String prefix, String name) {
        return file.tensors().get(prefix + name).floats();
    }
}
