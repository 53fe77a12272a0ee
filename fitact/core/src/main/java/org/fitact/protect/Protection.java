package org.fitact.protect;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fitact.fault.Region;
import org.fitact.memory.code.MemoryCode;
import org.fitact.memory.code.NoCode;
import org.fitact.nn.Named;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.Site;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.pass.Fusion;

/**
 * A way to protect a trained network against faults. It has three parts, each of which may be empty: another graph, as with
 * bounds at its activations; a code for the words of its memory; and checks on what it computes.
 */
public interface Protection extends Named {

    /**
     * Of the algorithm: raised whenever the same network, images and settings would give another result, so that what an
     * earlier version hardened is not taken for what this one would.
     */
    int version();

    /**
     * Those of the settings that the result depends on, as the identity of a hardened network has them: a record, or numbers
     * by name. How parameters are stored need not be among them.
     */
    default Object settings(HardeningSettings settings) {
        return settings;
    }

    /** Whether the result depends on a setting, by the name that it has among {@link #settings}, such as {@code delta}. */
    default boolean reads(String setting) {
        if (setting.equals(HardeningSettings.PLACES)) {
            return placesBounds();
        }
        return switch (settings(HardeningSettings.DEFAULT)) {
            case HardeningSettings _ -> true;
            case Map<?, ?> byName -> byName.containsKey(setting);
            case Object some ->
                some instanceof Record
                        && Arrays.stream(some.getClass().getRecordComponents())
                                .anyMatch(component -> component.getName().equals(setting));
        };
    }

    /** Whether it puts bounds at the places that {@link HardeningSettings#places} names, so that its result depends on them. */
    default boolean placesBounds() {
        return false;
    }

    /** The kinds of sites at which it puts bounds, and of which its job has a profile: those that the settings name. */
    default Set<Site.Kind> places(HardeningSettings settings) {
        return settings.places();
    }

    /** One line: what it does, and its source. */
    String summary();

    /** The scheme by whose name the networks that it hardened are kept: its own. */
    default String hardenedAs() {
        return name();
    }

    /** What it is in a comparison. */
    default Role role() {
        return Role.OTHER;
    }

    /**
     * Gives a network the graph and the parameters by which it is protected: here, those that it has.
     *
     * @param network trained, with plain ReLUs; modified
     * @param job what the scheme may use
     * @return what was found out on the way, for the report: parameters and results by name, empty if there is nothing
     */
    default Outcome protect(Network network, HardeningJob job) {
        return Outcome.NOTHING_TO_SAY;
    }

    /**
     * The code that guards the words of a region: here, none.
     *
     * @param region without a code yet
     */
    default MemoryCode code(Region region) {
        return NoCode.NONE;
    }

    /** Name and version of each code that {@link #code} may give: here, none. */
    default List<String> codes() {
        return List.of();
    }

    /**
     * New checks on what a protected network computes: here, none. Each is used on one plan and one thread; this may be called
     * by several.
     *
     * @param graph of the network, before the passes that fuse it
     * @param details what {@link #protect} gave, as JSON has it
     * @throws IllegalArgumentException if the details lack what the checks need
     */
    default List<ComputationCheck> checks(Graph graph, Map<String, Object> details) {
        return List.of();
    }

    /** What its checks must be able to observe: here, no value in particular. */
    default Fusion observing() {
        return Fusion.ALL;
    }

    /**
     * Whether a node of a protected network was put there by the scheme: transient faults strike the others. Here, bounds are such, and all
     * else was there before.
     */
    default boolean added(Node node) {
        return node.op() instanceof Bound;
    }
}
