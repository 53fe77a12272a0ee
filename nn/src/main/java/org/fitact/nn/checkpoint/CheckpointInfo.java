package org.fitact.nn.checkpoint;

import java.util.List;
import java.util.Map;
import org.fitact.nn.image.Normalisation;

/**
 * What a checkpoint says beside the network.
 *
 * @param dataset name of the data set that the network was trained on
 * @param classNames its classes, by label
 * @param normalisation of the images that the network takes
 * @param notes further metadata of the caller, by keys of its own
 */
public record CheckpointInfo(
        String dataset, List<String> classNames, Normalisation normalisation, Map<String, String> notes) {

    public CheckpointInfo {
        classNames = List.copyOf(classNames);
        notes = Map.copyOf(notes);
    }
}
