package org.fitact.reproduce.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.report.drawing.Figure;
import org.fitact.report.figure.AblationFigure;
import org.fitact.report.figure.AccuracyPanelsFigure;
import org.fitact.report.figure.BoundSweepFigure;
import org.fitact.report.figure.FunctionsFigure;
import org.fitact.report.figure.LayerMaximaFigure;
import org.fitact.report.figure.MaximaFigure;
import org.fitact.report.figure.OverheadFigure;
import org.fitact.report.figure.RateBoxesFigure;
import org.fitact.report.figure.WidthFigure;
import org.fitact.reproduce.NetworkPreset;
import org.fitact.reproduce.PaperResults;
import org.fitact.results.LayerNeurons;
import org.fitact.results.Published;
import org.fitact.tensor.backend.Backend;
import org.fitact.text.Numbers;

/** Makes the figures of which there are data, in the paper's order, by the name of their files. */
public final class ReproductionFigures {

    private static final int SECOND_LAYER = 1;

    private final ReproductionResults results;
    private final Captions captions;
    private final SchemeStyles styles;
    private final Map<String, Figure> figures = new LinkedHashMap<>();

    private ReproductionFigures(ReproductionResults results) {
        this.results = results;
        this.captions = new Captions(results);
        this.styles = SchemeStyles.of(results);
    }

    /**
     * @param neurons of the layers of the figures' network, empty where it was not profiled
     * @param backend computes figure 3
     */
    static Map<String, Figure> of(ReproductionResults results, List<LayerNeurons> neurons, Backend backend) {
        ReproductionFigures all = new ReproductionFigures(results);
        all.boundSweep();
        all.maxima(neurons);
        all.add(new FunctionsFigure(new ActivationSamples(backend).families(), all.captions.fig3()));
        all.boxes();
        all.panels();
        all.overhead();
        results.ablations().forEach(all::ablation);
        results.field().forEach(field -> field.figures(all.styles.all()).forEach(all::add));
        results.widths().forEach(all::widths);
        return all.figures;
    }

    private void add(Figure figure) {
        figures.put(figure.name(), figure);
    }

    private void boundSweep() {
        ReproductionResults.Sweep sweep = results.fig1();
        if (sweep != null && sweep.points().stream().anyMatch(point -> point.bound() != null)) {
            List<BoundSweepFigure.Point> points = sweep.points().stream()
                    .map(point -> new BoundSweepFigure.Point(
                            point.bound() == null ? Double.POSITIVE_INFINITY : point.bound(),
                            new BoundSweepFigure.Estimate(point.faultFree(), point.faultFreeCi95()),
                            new BoundSweepFigure.Estimate(point.mean(), point.ci95())))
                    .toList();
            add(new BoundSweepFigure(
                    new BoundSweepFigure.Data(sweep.layer(), sweep.maximum(), sweep.rate(), points, captions.fig1())));
        }
    }

    private void maxima(List<LayerNeurons> layers) {
        if (!layers.isEmpty()) {
            LayerNeurons second = layers.get(Math.min(SECOND_LAYER, layers.size() - 1));
            add(new LayerMaximaFigure(second.layer(), second.maxima(), captions.fig2()));
            figures.put("fig2-all-layers", new MaximaFigure(layers));
        }
    }

    private void boxes() {
        NetworkPreset network = results.preset().network(results.preset().figureNetwork());
        Optional<ReproductionResults.NetworkResult> campaign = campaign(network);
        if (campaign.isPresent() && !campaign.get().trials().isEmpty()) {
            add(new RateBoxesFigure(
                    campaign.get().results(),
                    campaign.get()::accuracies,
                    styles.of(network.campaign().schemes()),
                    published(network),
                    captions.fig5()));
        }
    }

    private List<Published> published(NetworkPreset network) {
        return results.paper()
                .of(network.comparedWith())
                .map(PaperResults.Network::points)
                .orElse(List.of());
    }

    /** Empty where no trial was run. */
    private Optional<ReproductionResults.NetworkResult> campaign(NetworkPreset network) {
        return results.network(network.name())
                .filter(found -> found.results() != null && found.results().rates().length > 0);
    }

    private void panels() {
        List<AccuracyPanelsFigure.Data> panels = new ArrayList<>();
        List<String> schemes = new ArrayList<>();
        for (NetworkPreset network : results.preset().networks()) {
            Optional<ReproductionResults.NetworkResult> campaign = campaign(network);
            if (campaign.isPresent()) {
                network.campaign().schemes().stream()
                        .filter(scheme -> !schemes.contains(scheme))
                        .forEach(schemes::add);
                String note =
                        network.standsFor() == null ? "" : "in the role of " + captions.label(network.standsFor());
                panels.add(new AccuracyPanelsFigure.Data(
                        captions.named(network, ", "),
                        note,
                        campaign.get().results(),
                        published(network),
                        results.paper()
                                .of(network.comparedWith())
                                .map(PaperResults.Network::faultFree)
                                .orElse(Double.NaN)));
            }
        }
        if (!panels.isEmpty()) {
            add(new AccuracyPanelsFigure(panels, styles.of(schemes), captions.fig6()));
        }
    }

    private void overhead() {
        List<OverheadFigure.Bar> bars = results.networks().stream()
                .filter(network -> network.overhead() != null)
                .map(network -> new OverheadFigure.Bar(
                        network.name(),
                        epochs(network.name()),
                        network.overhead().training(),
                        network.overhead().profiling(),
                        network.overhead().postTraining()))
                .toList();
        if (!bars.isEmpty()) {
            PaperResults.Range published = results.paper().overhead();
            add(new OverheadFigure(bars, published.low(), published.high(), captions.overhead()));
        }
    }

    private String epochs(String network) {
        NetworkPreset preset = results.preset().network(network);
        return Numbers.counted(preset.postTraining().epochs(), "epoch") + " after "
                + preset.recipe().epochs();
    }

    private void widths(WidthResults widths) {
        add(new WidthFigure(
                widths.network(),
                widths.schemes().stream()
                        .map(scheme -> new WidthFigure.OfScheme(
                                scheme.scheme(),
                                scheme.inFloat(),
                                scheme.points().stream()
                                        .map(point ->
                                                new WidthFigure.Point(point.bits(), point.accuracy(), point.ci95()))
                                        .toList()))
                        .toList(),
                styles.all(),
                captions.widths(widths)));
    }

    private void ablation(ReproductionResults.Ablation ablation) {
        int last = ablation.rates().size() - 1;
        Map<String, List<AblationFigure.Row>> groups = new LinkedHashMap<>();
        for (ReproductionResults.AblationRow row : ablation.rows()) {
            ReproductionResults.AblationPoint point = row.points().get(last);
            groups.computeIfAbsent(row.group(), _ -> new ArrayList<>())
                    .add(new AblationFigure.Row(
                            row.name(), row.reference(), point.difference(), point.differenceCi95(), row.testLoss()));
        }
        List<AblationFigure.Group> shown = groups.entrySet().stream()
                .map(group -> new AblationFigure.Group(group.getKey(), group.getValue()))
                .toList();
        add(new AblationFigure(ablation.network(), ablation.rates().get(last), shown, captions.ablations(ablation)));
    }
}
