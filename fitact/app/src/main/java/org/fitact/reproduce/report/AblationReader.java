package org.fitact.reproduce.report;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.reproduce.Preset;
import org.fitact.reproduce.ReproductionFolder;
import org.fitact.reproduce.Variant;
import org.fitact.reproduce.report.ReproductionResults.Ablation;
import org.fitact.reproduce.report.ReproductionResults.AblationPoint;
import org.fitact.reproduce.report.ReproductionResults.AblationRow;
import org.fitact.results.TrialTable;
import org.fitact.stats.Bootstrap;
import org.fitact.stats.PairedComparison;
import org.fitact.stats.Range;
import org.fitact.stats.Summary;
import org.fitact.store.TrialStore;
import org.fitact.study.Hardening;
import org.fitact.study.StudyFolder;

/** Reads what the variants of a network came to. */
public final class AblationReader {

    private final Preset preset;
    private final ReproductionFolder folder;
    private final String network;
    private final Bootstrap bootstrap;
    private final Map<String, TrialTable> tables = new LinkedHashMap<>();

    AblationReader(Preset preset, ReproductionFolder folder, String network, Bootstrap bootstrap) {
        this.preset = preset;
        this.folder = folder;
        this.network = network;
        this.bootstrap = bootstrap;
    }

    /** The variants that were run; empty while the default and the unprotected network were not. */
    Optional<Ablation> read() throws IOException {
        for (Variant variant : Variant.of(preset.ablations())) {
            StudyFolder variantFolder = folder.ablation(network, variant.id());
            if (!tables.containsKey(variant.id()) && Files.exists(variantFolder.trials())) {
                try (TrialStore store = TrialStore.open(variantFolder.trials())) {
                    tables.put(variant.id(), TrialTable.of(store.trials()));
                }
            }
        }
        if (!complete(Variant.DEFAULT) || !complete(Variant.UNPROTECTED)) {
            return Optional.empty();
        }
        List<AblationRow> rows = new ArrayList<>();
        for (Variant variant : Variant.of(preset.ablations())) {
            if (complete(variant.id()) && isCompared(variant.group())) {
                rows.add(row(variant));
            }
        }
        Preset.Ablation settings = preset.ablations();
        return Optional.of(new Ablation(network, settings.rates(), settings.images(), settings.trials(), rows));
    }

    /** Whether a group has another row than that of the default. */
    private boolean isCompared(String group) {
        return Variant.of(preset.ablations()).stream()
                .anyMatch(variant -> variant.group().equals(group) && !variant.reference() && complete(variant.id()));
    }

    private boolean complete(String id) {
        TrialTable table = tables.get(id);
        return table != null
                && table.faultFreeAccuracy(id).isPresent()
                && preset.ablations().rates().stream()
                        .allMatch(rate -> table.outcomes(id, rate).size()
                                == preset.ablations().trials());
    }

    private AblationRow row(Variant variant) throws IOException {
        TrialTable table = tables.get(variant.id());
        double faultFree = table.faultFreeAccuracy(variant.id()).orElseThrow();
        double unprotected = tables.get(Variant.UNPROTECTED)
                .faultFreeAccuracy(Variant.UNPROTECTED)
                .orElseThrow();
        List<AblationPoint> points = new ArrayList<>();
        for (double rate : preset.ablations().rates()) {
            double[] accuracies = table.accuracies(variant.id(), rate);
            double[] ofDefault = tables.get(Variant.DEFAULT).accuracies(Variant.DEFAULT, rate);
            Range range = table.range(variant.id());
            Range ofDifference = range.minus(tables.get(Variant.DEFAULT).range(Variant.DEFAULT));
            Summary summary = Summary.of(accuracies, range, bootstrap);
            PairedComparison difference = PairedComparison.of(accuracies, ofDefault, ofDifference, bootstrap);
            points.add(new AblationPoint(
                    rate,
                    summary.mean(),
                    summary.ci95(),
                    difference.meanDifference(),
                    difference.ci95(),
                    difference.wilcoxonP()));
        }
        return new AblationRow(
                variant.id(),
                variant.group(),
                variant.name(),
                variant.reference(),
                faultFree,
                unprotected - faultFree,
                points,
                Hardening.read(folder.ablation(network, variant.id()), variant.scheme())
                        .details());
    }
}
