package org.fitact.results;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * Images that the broken network gets wrong and the hardened one right, under the same faults.
 *
 * @param classNames by class
 * @param brokenScheme scheme of the broken network
 * @param hardenedScheme scheme of the hardened network
 * @param rate bit error rate
 * @param trial number of the trial whose faults both had
 * @param images in the order of the data set
 */
@JsonPropertyOrder({"classNames", "brokenScheme", "hardenedScheme", "rate", "trial", "images"})
public record Examples(
        List<String> classNames,
        String brokenScheme,
        String hardenedScheme,
        double rate,
        int trial,
        List<Example> images) {

    /** Nothing to show. */
    public static final Examples NONE = new Examples(List.of(), "", "", 0, 0, List.of());

    public Examples {
        classNames = List.copyOf(classNames);
        images = List.copyOf(images);
    }

    /** Name of a class, its number if it has no name. */
    public String className(int index) {
        return index >= 0 && index < classNames.size() ? classNames.get(index) : Integer.toString(index);
    }
}
