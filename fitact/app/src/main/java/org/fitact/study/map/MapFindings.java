package org.fitact.study.map;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.fitact.fault.FaultSpace;
import org.fitact.fault.Region;
import org.fitact.results.MapResults;
import org.fitact.results.integer.IntegerFormats;
import org.fitact.vulnerability.Estimate;
import org.fitact.vulnerability.Estimates;
import org.fitact.vulnerability.HarmfulFault;
import org.fitact.vulnerability.MapSettings;
import org.fitact.vulnerability.MapState;
import org.fitact.vulnerability.Strata;
import org.fitact.vulnerability.Stratum;
import org.fitact.vulnerability.Tally;

/** What a finished map says of a memory: its strata, layers and tensors, and the most harmful faults. */
final class MapFindings {

    private final FaultSpace space;
    private final Strata strata;
    private final MapSettings settings;
    private final MapState state;
    private final Estimates estimates;

    /**
     * What was mapped.
     *
     * @param arithmetic of the integers that it computes in; null for float
     * @param images with which a fault was met
     */
    record Subject(String scheme, String model, String dataset, IntegerFormats arithmetic, int images) {}

    /** @param state of the finished map of these strata */
    MapFindings(FaultSpace space, Strata strata, MapSettings settings, MapState state) {
        this.space = space;
        this.strata = strata;
        this.settings = settings;
        this.state = state;
        this.estimates = new Estimates(strata, state.tallies(), settings.size());
    }

    /**
     * All of it.
     *
     * @param fitPerMbit upsets of 10⁶ bits in 10⁹ hours; null for no failures in time
     */
    MapResults results(Subject subject, Double fitPerMbit, JsonNode provenance) {
        List<Stratum> all = strata.all();
        long bits = all.stream().mapToLong(Stratum::bits).sum();
        Estimate overall = estimates.overall();
        return new MapResults(
                subject.scheme,
                subject.model,
                subject.dataset,
                subject.arithmetic,
                new TreeSet<>(strata.by()).stream().map(MapFindings::word).toList(),
                subject.images,
                settings.size().margin(),
                settings.size().confidence(),
                bits,
                overall,
                fitPerMbit == null ? null : failures(fitPerMbit, bits / 1e6, overall),
                layers(),
                IntStream.range(0, all.size())
                        .mapToObj(s -> stratum(all.get(s), state.tallies().get(s), estimates.of(s)))
                        .toList(),
                space.regions().stream().map(this::region).toList(),
                worst(),
                state.costs(),
                state.costs().saving(),
                state.verified(),
                provenance);
    }

    private static MapResults.Failures failures(double fitPerMbit, double megabits, Estimate overall) {
        double upsets = fitPerMbit * megabits;
        return new MapResults.Failures(
                fitPerMbit,
                megabits,
                upsets * overall.share(),
                overall.interval().times(upsets));
    }

    private List<MapResults.OfLayer> layers() {
        Map<String, Long> layers = new LinkedHashMap<>();
        List<Stratum> all = strata.all();
        all.forEach(stratum -> stratum.layer().ifPresent(layer -> layers.merge(layer, stratum.bits(), Long::sum)));
        List<MapResults.OfLayer> found = new ArrayList<>();
        layers.forEach((layer, bits) -> found.add(new MapResults.OfLayer(
                layer,
                bits,
                estimates.over(s -> all.get(s).layer().filter(layer::equals).isPresent()))));
        return found;
    }

    private static MapResults.OfStratum stratum(Stratum stratum, Tally found, Estimate harmful) {
        return new MapResults.OfStratum(
                stratum.layer().orElse(null),
                stratum.kind().map(MapFindings::word).orElse(null),
                stratum.bit().isPresent() ? stratum.bit().getAsInt() : null,
                stratum.bits(),
                stratum.population(),
                found,
                harmful);
    }

    private MapResults.OfRegion region(Region region) {
        long bits = IntStream.range(0, strata.all().size())
                .mapToLong(s -> strata.bits(s, region))
                .sum();
        return new MapResults.OfRegion(
                region.name(),
                region.layer(),
                word(region.kind()),
                word(region.part()),
                region.format().name(),
                region.words(),
                Math.ceilDiv(region.bits(), Byte.SIZE),
                bits == 0 ? 0 : bits * estimates.of(region).share());
    }

    private List<MapResults.Listed> worst() {
        List<HarmfulFault> candidates = state.candidates();
        return IntStream.range(0, candidates.size())
                .boxed()
                .sorted(Comparator.comparingLong(
                        (Integer c) -> -state.candidateTallies().get(c).sdc()))
                .limit(settings.listed())
                .map(c -> listed(candidates.get(c), state.candidateTallies().get(c)))
                .toList();
    }

    private MapResults.Listed listed(HarmfulFault fault, Tally found) {
        Region region = space.regionAt(fault.address());
        return new MapResults.Listed(
                region.name(), region.layer(), fault.address() - region.offset(), fault.bit(), found);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
