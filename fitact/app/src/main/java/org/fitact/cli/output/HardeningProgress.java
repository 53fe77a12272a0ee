package org.fitact.cli.output;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.fitact.protect.Protection;
import org.fitact.study.HardenedScheme;
import org.fitact.study.Hardening;

/** Runs a hardening with one progress display for all schemes. */
public final class HardeningProgress {

    private static final int PARTS = 100;

    private HardeningProgress() {}

    public static Map<String, HardenedScheme> run(Hardening hardening, List<Protection> schemes) throws IOException {
        List<String> names = schemes.stream().map(Protection::name).toList();
        try (Progress progress = Progress.of("hardening", (long) PARTS * names.size())) {
            return hardening.run(
                    schemes,
                    (scheme, done) -> progress.at(PARTS * names.indexOf(scheme) + Math.round(PARTS * done), scheme));
        }
    }
}
