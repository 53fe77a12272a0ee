package org.fitact.tensor.backend.simd;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.simd.product.FewRowsProduct;
import org.fitact.tensor.backend.simd.product.Panels;
import org.fitact.tensor.backend.simd.product.ReadAhead;
import org.fitact.tensor.backend.simd.product.Run;
import org.fitact.tensor.backend.simd.product.ShortPanels;
import org.fitact.tensor.backend.simd.run.Execution;
import org.fitact.tensor.backend.simd.run.Lanes;
import org.fitact.tensor.backend.simd.winograd.Winograd;

/** Weights in the layout that the kernels read, in an array from the pool. */
sealed interface PackedProduct {

    /** Gives the array back to the pool. */
    void release(Execution execution);

    /**
     * Takes over {@code count} changed elements of the weights from {@code first} on.
     *
     * @param scratch as many elements as a vector has for each product of a tile; modified
     */
    void refresh(float[] weights, int first, int count, float[] scratch);

    /**
     * Which elements to {@link #refresh}, so that all that changed are taken over: one of each place that is packed as a whole, in the
     * order in which the places lie in memory.
     *
     * @param changed elements of the weights; not modified
     */
    default int[] places(int[] changed) {
        return changed;
    }

    /** See {@link org.fitact.tensor.buffer.PackedWeights#algorithm}. */
    String algorithm();

    /**
     * A matrix {@code [terms, groups·columns]} cut into panels, for a matrix product or a direct convolution: the columns
     * of each group by themselves, one group behind the other.
     *
     * @param panels of one group
     */
    record Matrix(Panels panels, int groups, float[] elements) implements PackedProduct {

        static Matrix of(Execution execution, int terms, int columns, int groups, float[] weights) {
            Panels panels = Panels.of(terms, columns);
            int size = Math.addExact(panels.elements(), Math.multiplyExact(groups - 1, panels.pitch()));
            float[] packed = execution.pool().floats(size);
            for (int g = 0; g < groups; g++) {
                panels.pack(execution.workers(), weights, groups * columns, g * columns, packed, g * panels.pitch());
            }
            return new Matrix(panels, groups, packed);
        }

        /** The same rows of every group, whose inputs lie {@code channels} apart. */
        List<Run> grouped(List<Run> runs, int channels) {
            if (groups == 1) {
                return runs;
            }
            List<Run> all = new ArrayList<>();
            for (int g = 0; g < groups; g++) {
                int shift = g * channels;
                Run.Part part = new Run.Part(g * panels.columns(), g * panels.pitch());
                runs.forEach(run -> all.add(run.group(shift, part)));
            }
            return all;
        }

        @Override
        public void release(Execution execution) {
            execution.pool().release(elements);
        }

        @Override
        public void refresh(float[] weights, int first, int count, float[] scratch) {
            for (int i = first; i < first + count; i++) {
                int term = i / (groups * panels.columns());
                int column = i % (groups * panels.columns());
                int group = column / panels.columns();
                elements[group * panels.pitch() + panels.at(term, column % panels.columns())] = weights[i];
            }
        }

        @Override
        public String algorithm() {
            return "direct";
        }
    }

    /** A matrix {@code [terms, columns]} of words of 16 bits, for products of few rows. */
    record Words(ShortPanels words) implements PackedProduct {

        /** Empty where a product does not wait for its weights, or they are no such words. */
        static Optional<PackedProduct> of(
                Execution execution, List<Run> runs, int terms, int columns, float[] weights) {
            Panels panels = Panels.of(terms, columns);
            if (!FewRowsProduct.fitsWords(runs) || !ReadAhead.comeFromMemory(panels.elements())) {
                return Optional.empty();
            }
            return ShortPanels.of(execution, panels, weights).map(Words::new);
        }

        @Override
        public void release(Execution execution) {
            words.release(execution);
        }

        @Override
        public void refresh(float[] weights, int first, int count, float[] scratch) {
            int columns = words.panels().columns();
            for (int i = first; i < first + count; i++) {
                words.change(i / columns, i % columns, weights[i]);
            }
        }

        @Override
        public String algorithm() {
            return "direct, 16-bit weights";
        }
    }

    /** The transforms of 3×3 filters. */
    record Transformed(Winograd winograd, float[] elements) implements PackedProduct {

        static Transformed of(Execution execution, Winograd winograd, float[] weights) {
            float[] u = execution.pool().floats(winograd.weightElements());
            int outputs = winograd.shape().outChannels();
            execution.workers().run(winograd.shape().inChannels(), (i, worker) -> {
                float[] scratch = execution.tiles()[worker].acc();
                winograd.transformWeight(weights, i, 0, outputs, scratch, u);
            });
            return new Transformed(winograd, u);
        }

        @Override
        public void release(Execution execution) {
            execution.pool().release(elements);
        }

        /** The same for another number of images. */
        Winograd winograd(Conv2d shape) {
            return Winograd.of(shape, winograd.form());
        }

        /** Transforms whole vectors of filters: those that share a changed filter's. */
        @Override
        public void refresh(float[] weights, int first, int count, float[] scratch) {
            int outputs = winograd.shape().outChannels();
            int inputs = winograd.shape().inChannels();
            for (int i = first; i < first + count; ) {
                int output = i % outputs;
                int end = Math.min(outputs, output + first + count - i);
                int from = output / Lanes.L * Lanes.L;
                int to = Lanes.roundUp(end, Lanes.L);
                winograd.transformWeight(weights, i / outputs % inputs, from, to, scratch, elements);
                i += end - output;
            }
        }

        /**
         * A vector of filters once, however many of their taps changed, and panel by panel. As the taps come, the parts of a
         * transformed vector lie in 36 other pages of memory than those of the one before; so they lie beside them.
         */
        @Override
        public int[] places(int[] changed) {
            if (changed.length == 1) {
                return changed;
            }
            int filters = winograd.shape().inChannels() * winograd.shape().outChannels();
            BitSet vectors = new BitSet(filters / Lanes.L);
            for (int element : changed) {
                vectors.set(element % filters / Lanes.L);
            }
            int[] places = new int[vectors.cardinality()];
            int count = 0;
            int line = winograd.shape().outChannels() / Lanes.L;
            for (int panel = 0; panel < winograd.panels().count(); panel++) {
                int first = winograd.panels().starts()[panel] / Lanes.L;
                int width = winograd.panels().vectors()[panel];
                for (int from = first; from < filters / Lanes.L; from += line) {
                    for (int vector = from; vector < from + width; vector++) {
                        if (vectors.get(vector)) {
                            places[count++] = vector * Lanes.L;
                        }
                    }
                }
            }
            return places;
        }

        @Override
        public String algorithm() {
            return winograd.form().toString();
        }
    }
}
