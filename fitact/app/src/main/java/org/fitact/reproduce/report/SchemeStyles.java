package org.fitact.reproduce.report;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fitact.report.figure.SchemeStyle;

/**
 * Colour and marker of each scheme of a reproduction, the same in all figures of its page.
 *
 * @param all by scheme
 */
record SchemeStyles(Map<String, SchemeStyle> all) {

    /** Of all schemes that any network was under. */
    static SchemeStyles of(ReproductionResults results) {
        Stream<String> ofCampaigns =
                results.preset().networks().stream().flatMap(network -> network.campaign().schemes().stream());
        Stream<String> ofField = results.field().stream().flatMap(field -> field.costs().keySet().stream());
        Stream<String> ofWidths = results.widths().stream()
                .flatMap(widths -> widths.schemes().stream())
                .map(WidthResults.OfScheme::scheme);
        List<String> schemes = Stream.of(ofCampaigns, ofField, ofWidths)
                .flatMap(some -> some)
                .distinct()
                .toList();
        return new SchemeStyles(SchemeStyle.of(schemes));
    }

    /** Of some of them, in their order. */
    Map<String, SchemeStyle> of(Collection<String> schemes) {
        Map<String, SchemeStyle> some = new LinkedHashMap<>();
        schemes.forEach(scheme -> some.put(scheme, all.get(scheme)));
        return some;
    }
}
