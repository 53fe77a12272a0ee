package org.fitact.advice;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fitact.cost.Candidate;
import org.fitact.report.drawing.Figure;
import org.fitact.report.drawing.Ink;
import org.fitact.report.figure.FrontFigure;
import org.fitact.report.figure.FrontFigure.Emphasis;
import org.fitact.report.figure.SchemeStyle;
import org.fitact.report.figure.SchemeStyle.Marker;
import org.fitact.text.Numbers;

/** The fronts of an advice: a colour for each format, a marker for each scheme that networks were hardened by. */
record AdviceFigures(Advice advice) {

    private static final List<Ink> INKS =
            List.of(Ink.VERMILLION, Ink.BLUE, Ink.GREEN, Ink.PURPLE, Ink.ORANGE, Ink.SKY, Ink.YELLOW);

    List<Figure> all() {
        return List.of(overMemory(), overTime());
    }

    FrontFigure overMemory() {
        return new FrontFigure(
                "front-memory",
                "Accuracy under faults over memory",
                caption("the bytes of all that it stores"),
                new FrontFigure.Axis(
                        "memory, % of that of the unprotected network in "
                                + advice.reference().format(),
                        1 + advice.asked().limits().memory()),
                points(found -> 1 + found.memory()),
                leastAccuracy(),
                keys());
    }

    FrontFigure overTime() {
        return new FrontFigure(
                "front-time",
                "Accuracy under faults over time",
                caption("the time of an inference, at the batch where protection costs most, with the memory decoded"
                        + " once in "
                        + Numbers.grouped(advice.asked().scrub()) + " inferences"),
                new FrontFigure.Axis(
                        "more time than an unprotected inference, %",
                        advice.asked().limits().time()),
                points(found -> found.time().value()),
                leastAccuracy(),
                keys());
    }

    private String caption(String cost) {
        return "Mean accuracy at a bit error rate of "
                + Numbers.rate(advice.asked().rate())
                + " with its 95 % interval, over " + cost
                + ". Colours are formats, shapes are schemes. Those on the line are beaten by none that costs as"
                + " little. Dashed: the limits. Long intervals are of few trials: candidates that could not win were"
                + " dropped early.";
    }

    private double leastAccuracy() {
        return advice.reference().accuracy() - advice.asked().limits().loss();
    }

    private List<FrontFigure.Point> points(ToDoubleFunction<Assessment> cost) {
        Assessment chosen = advice.chosen();
        List<FrontFigure.Point> points = new ArrayList<>();
        for (Assessment found : advice.assessments()) {
            points.add(new FrontFigure.Point(
                    found.candidate().label(),
                    style(found.candidate()),
                    cost.applyAsDouble(found),
                    found.accuracy(),
                    found.accuracyCi95(),
                    found.candidate().equals(chosen.candidate()) ? Emphasis.RINGED : Emphasis.NONE));
        }
        return points;
    }

    private SchemeStyle style(Candidate candidate) {
        return new SchemeStyle(
                ink(formats().indexOf(candidate.format())), marker(schemes().indexOf(candidate.hardenedAs())));
    }

    private static Ink ink(int format) {
        return INKS.get(format % INKS.size());
    }

    private static Marker marker(int scheme) {
        return Marker.values()[scheme % Marker.values().length];
    }

    private List<FrontFigure.Key> keys() {
        List<String> formats = formats();
        List<String> schemes = schemes();
        Stream<FrontFigure.Key> colours = IntStream.range(0, formats.size())
                .mapToObj(i -> new FrontFigure.Key(formats.get(i), new SchemeStyle(ink(i), Marker.CIRCLE)));
        Stream<FrontFigure.Key> shapes = IntStream.range(0, schemes.size())
                .mapToObj(i -> new FrontFigure.Key(schemes.get(i), new SchemeStyle(Ink.MUTED, marker(i))));
        return Stream.concat(colours, shapes).toList();
    }

    private List<String> formats() {
        return advice.assessments().stream()
                .map(found -> found.candidate().format())
                .distinct()
                .toList();
    }

    private List<String> schemes() {
        return advice.assessments().stream()
                .map(found -> found.candidate().hardenedAs())
                .distinct()
                .toList();
    }
}
