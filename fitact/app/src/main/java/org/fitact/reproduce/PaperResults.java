package org.fitact.reproduce;

import java.util.List;
import java.util.Optional;
import org.fitact.results.Published;

/**
 * What the paper states in numbers. AlexNet's 87.08 % on CIFAR-100 is left out: it is the number of CIFAR-10 once more, above
 * ResNet50's 78.43 %, so most likely a slip.
 *
 * @param source the paper
 * @param overhead time of post-training over time of training
 */
public record PaperResults(String source, List<Network> networks, Range overhead) {

    /**
     * A network on a data set.
     *
     * @param label for people
     * @param faultFree accuracy without faults, 0..1
     */
    public record Network(String model, String dataset, String label, double faultFree, List<Published> points) {}

    /** From low to high. */
    public record Range(double low, double high) {}

    /** The paper's numbers, from the program's resources. */
    public static PaperResults read() {
        return Resource.read("paper.json", PaperResults.class);
    }

    /** What the paper says of an experiment, if it gives numbers. */
    public Optional<Network> of(NetworkPreset.Experiment experiment) {
        return networks.stream()
                .filter(network -> network.model().equals(experiment.model())
                        && network.dataset().equals(experiment.dataset()))
                .findFirst();
    }
}
