package org.fitact.nn.onnx.write;

import java.util.Optional;
import org.fitact.nn.graph.op.ParameterSpec;

/** What is written besides the nodes of a graph, where numbers in a file are to be those of words. */
public interface Requantisation {

    /** Nothing: numbers are as they are. */
    Requantisation NONE = new Requantisation() {

        @Override
        public String value(String value, String name) {
            return name;
        }

        @Override
        public Optional<String> parameter(ParameterSpec spec) {
            return Optional.empty();
        }
    };

    /**
     * Writes what a value goes through before it is read.
     *
     * @param value of the graph
     * @param name of the value in the file
     * @return the name of what is read
     */
    String value(String value, String name);

    /**
     * Writes a parameter of a layer.
     *
     * @return its name in the file; empty where it is to be stored as it is
     */
    Optional<String> parameter(ParameterSpec spec);
}
