package org.fitact.report.training;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.fitact.nn.train.EpochResult;
import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Figure;
import org.fitact.report.drawing.Ink;
import org.fitact.report.drawing.Marks;
import org.fitact.report.drawing.Panel;
import org.fitact.report.drawing.PanelGrid;
import org.fitact.report.drawing.Pen;
import org.fitact.report.drawing.Scale;
import org.fitact.report.drawing.Subject;
import org.fitact.report.drawing.Tabulation;
import org.fitact.text.Numbers;

/** Loss and held-out accuracy over the epochs of a training. */
public final class TrainingFigure implements Figure {

    private static final double PLOT_HEIGHT = 190;
    private static final double DOT = 2.6;
    private static final int MOST_TICKS = 8;

    private final List<EpochResult> epochs;
    private final PanelGrid grid;

    /** @param epochs at least one, in their order */
    public TrainingFigure(List<EpochResult> epochs) {
        this(epochs, 2, WIDTH);
    }

    private TrainingFigure(List<EpochResult> epochs, int columns, int width) {
        this.epochs = List.copyOf(epochs);
        grid = new PanelGrid(2, columns, 46, 32, PLOT_HEIGHT, PLOT_HEIGHT + 62, 58, width);
    }

    @Override
    public String name() {
        return "training";
    }

    @Override
    public String title() {
        return "Training";
    }

    @Override
    public String caption() {
        return "Mean loss over the steps of each epoch, and accuracy after it on training images that no gradient has seen.";
    }

    @Override
    public int width() {
        return grid.width();
    }

    @Override
    public int height() {
        return grid.height();
    }

    /** One below the other. */
    @Override
    public Optional<Figure> narrow() {
        return Optional.of(new TrainingFigure(epochs, 1, NARROW));
    }

    @Override
    public Optional<Tabulation> numbers() {
        return Optional.of(new Tabulation(
                List.of("epoch", "loss", "held-out accuracy, %", "seconds"),
                0,
                epochs.stream()
                        .map(epoch -> List.of(
                                Integer.toString(epoch.epoch()),
                                Numbers.significant(epoch.loss()),
                                Numbers.percent(epoch.heldOutAccuracy(), 2),
                                Numbers.fixed(epoch.seconds(), 1)))
                        .toList()));
    }

    @Override
    public void draw(Canvas canvas) {
        Panel ofLoss = grid.panel(0);
        double largest = epochs.stream()
                .mapToDouble(EpochResult::loss)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        Scale loss = Scale.linear(0, largest > 0 ? largest * 1.05 : 1, ofLoss.bottom(), ofLoss.top());
        ofLoss.baseline(canvas);
        ofLoss.heading(canvas, "loss");
        canvas.plot(ofLoss, () -> {
            ofLoss.yAxis(canvas, loss, 5);
            draw(canvas, ofLoss, loss, EpochResult::loss, Ink.ORANGE);
        });
        Panel ofAccuracy = grid.panel(1);
        double lowest =
                epochs.stream().mapToDouble(EpochResult::heldOutAccuracy).min().orElse(0);
        Scale accuracy = Scale.ofAccuracies(lowest, ofAccuracy.bottom(), ofAccuracy.top());
        ofAccuracy.baseline(canvas);
        ofAccuracy.heading(canvas, "held-out accuracy, %");
        canvas.plot(ofAccuracy, () -> {
            ofAccuracy.accuracyAxis(canvas, accuracy);
            draw(canvas, ofAccuracy, accuracy, EpochResult::heldOutAccuracy, Ink.BLUE);
        });
        grid.whole().xTitle(canvas, "epoch");
    }

    private void draw(Canvas canvas, Panel panel, Scale y, ToDoubleFunction<EpochResult> value, Ink ink) {
        int first = epochs.getFirst().epoch();
        int last = epochs.getLast().epoch();
        Scale x = Scale.linear(
                last > first ? first : first - 1.0,
                last > first ? last : first + 1.0,
                panel.left() + 8,
                panel.right() - 8);
        panel.xAxis(canvas, x, Math.min(MOST_TICKS, Math.max(1, last - first)), 1, false);
        List<EpochResult> known = epochs.stream()
                .filter(epoch -> Double.isFinite(value.applyAsDouble(epoch)))
                .toList();
        if (known.isEmpty()) {
            return;
        }
        double[] xs = known.stream().mapToDouble(epoch -> x.at(epoch.epoch())).toArray();
        double[] ys = known.stream()
                .mapToDouble(epoch -> y.at(value.applyAsDouble(epoch)))
                .toArray();
        canvas.stroke(Marks.polyline(xs, ys), Pen.solid(ink, 2));
        for (int i = 0; i < xs.length; i++) {
            int index = i;
            canvas.about(told(known.get(i)), () -> canvas.fill(Marks.dot(xs[index], ys[index], DOT), ink, 1));
        }
    }

    private static Subject told(EpochResult epoch) {
        return Subject.told(
                "",
                "epoch " + epoch.epoch(),
                "loss " + Numbers.significant(epoch.loss()),
                "held-out accuracy " + Numbers.percent(epoch.heldOutAccuracy(), 2) + " %",
                Numbers.fixed(epoch.seconds(), 1) + " s");
    }
}
