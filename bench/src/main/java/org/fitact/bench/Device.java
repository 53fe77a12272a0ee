package org.fitact.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;

/**
 * What computes, as a benchmark's parameter says it: a backend and its ways to compute, such as {@code cpu} or
 * {@code cuda:conv=tf32:gemm=tf32}.
 *
 * @param name {@value #CPU} for the fastest backend on the CPU, or a backend
 */
public record Device(String name, Map<String, String> choices) {

    public static final String CPU = "cpu";

    private static final double GROSS = 0.25;

    public Device {
        choices = new TreeMap<>(choices);
    }

    /** @throws IllegalArgumentException unless each part behind the name is {@code choice=value} */
    public static Device parse(String text) {
        String[] parts = text.split(":");
        Map<String, String> choices = new TreeMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] choice = parts[i].split("=", 2);
            if (choice.length < 2) {
                throw new IllegalArgumentException(
                        "device is " + text + ", expected a name, and choices as in cuda:conv=tf32");
            }
            choices.put(choice[0], choice[1]);
        }
        return new Device(parts[0], choices);
    }

    public boolean isCpu() {
        return name.equals(CPU);
    }

    /**
     * How far a whole network's result may be off, relative to its size, where {@code inFloat32} is allowed in float32. TF32
     * keeps 10 bits of a factor, and random weights let a rounding grow from layer to layer: there only a gross error can
     * be told. That its products are right is shown one by one, by the tests of the kernels.
     */
    double tolerance(double inFloat32) {
        return choices.containsValue("tf32") ? GROSS : inFloat32;
    }

    public Backend open(int threads) {
        BackendOptions options = new BackendOptions(threads).choosing(choices);
        return isCpu() ? Backends.cpu(options) : Backends.open(name, options);
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return choices.entrySet().stream()
                .map(choice -> ":" + choice.getKey() + "=" + choice.getValue())
                .collect(Collectors.joining("", name, ""));
    }
}
