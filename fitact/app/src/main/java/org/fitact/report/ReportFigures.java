package org.fitact.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fitact.report.drawing.Figure;
import org.fitact.report.figure.AccuracyFigure;
import org.fitact.report.figure.BoundsFigure;
import org.fitact.report.figure.BoxPlotFigure;
import org.fitact.report.figure.ExamplesFigure;
import org.fitact.report.figure.MaximaFigure;
import org.fitact.report.figure.SchemeStyle;
import org.fitact.results.SchemeResult;

/**
 * The figures of a report in their order; those without data are left out.
 *
 * @param styles colour and marker by scheme
 * @param all the figures
 */
record ReportFigures(Map<String, SchemeStyle> styles, List<Figure> all) {

    static ReportFigures of(ReportInputs inputs) {
        List<String> schemes =
                inputs.results().schemes().stream().map(SchemeResult::scheme).toList();
        Map<String, SchemeStyle> styles = SchemeStyle.of(schemes);
        List<Figure> figures = new ArrayList<>();
        if (inputs.results().rates().length > 0) {
            int classes = inputs.examples().classNames().size();
            double chance = classes == 0 ? Double.NaN : 1.0 / classes;
            figures.add(new AccuracyFigure(inputs.results(), styles, chance));
            if (!inputs.examples().images().isEmpty()) {
                figures.add(new ExamplesFigure(inputs.examples()));
            }
            figures.add(new BoxPlotFigure(inputs.results(), inputs.trials(), styles));
        }
        if (!inputs.layers().isEmpty()) {
            figures.add(new MaximaFigure(inputs.layers()));
            for (String scheme : BoundsFigure.learned(inputs.layers(), schemes)) {
                figures.add(new BoundsFigure(scheme, inputs.layers(), styles));
            }
        }
        return new ReportFigures(styles, List.copyOf(figures));
    }
}
