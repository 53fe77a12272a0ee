package org.fitact.protect;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.fitact.fault.Region;
import org.fitact.memory.code.CodeChain;
import org.fitact.memory.code.MemoryCode;
import org.fitact.memory.code.MemoryCodes;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Site;
import org.fitact.tensor.fixedpoint.FixedPoint;

/**
 * What FitAct and the codes that cost no memory give together: bounds that are post-trained, at the logits too, behind which no
 * activation would stop a fault of the last layer; and words that are read through a vote of the bits that no number needs and a
 * guard of ranges. A bound lets pass what is not larger than any value without faults, and a guard what is not larger than any
 * weight, so each sees faults that the other does not.
 *
 * <p>Words without bits of a sign that are copied, those of floating point, have the guard alone.
 */
final class Guarded implements Protection {

    private static final Protection BOUNDS = FitAct.smooth();
    private static final MemoryCode VOTE = MemoryCodes.parse("vote");
    private static final MemoryCode GUARD = MemoryCodes.parse("guard");

    @Override
    public String name() {
        return "fitact-guarded";
    }

    @Override
    public String summary() {
        return "the bounds of fitact, the logits bounded too, and words read through vote and guard";
    }

    @Override
    public Role role() {
        return Role.FEATURED;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Object settings(HardeningSettings settings) {
        return BOUNDS.settings(settings);
    }

    @Override
    public boolean placesBounds() {
        return true;
    }

    @Override
    public Set<Site.Kind> places(HardeningSettings settings) {
        Set<Site.Kind> places = EnumSet.of(Site.Kind.LOGITS);
        places.addAll(settings.places());
        return places;
    }

    @Override
    public Outcome protect(Network network, HardeningJob job) {
        return BOUNDS.protect(network, job.with(job.settings().at(places(job.settings()))));
    }

    @Override
    public MemoryCode code(Region region) {
        return region.format() instanceof FixedPoint ? CodeChain.of(List.of(VOTE, GUARD)) : GUARD;
    }

    @Override
    public List<String> codes() {
        return Coded.versions(List.of(VOTE, GUARD));
    }
}
