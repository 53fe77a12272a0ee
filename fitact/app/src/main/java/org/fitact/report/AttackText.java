package org.fitact.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.fitact.memory.code.ReadCounts;
import org.fitact.results.attack.AttackResults;
import org.fitact.results.attack.AttackResults.Flip;
import org.fitact.results.attack.AttackResults.OfScheme;
import org.fitact.results.attack.AttackResults.Point;
import org.fitact.results.attack.AttackResults.RandomPoint;
import org.fitact.text.AlignedTable;
import org.fitact.text.Numbers;

/** What an attack found, in sentences and tables for people. */
public final class AttackText {

    /** All numbers of flips have a row up to this many. */
    private static final int ROWS = 20;

    private AttackText() {}

    /** What the attacker has and knows, and what is measured. */
    public static String attacker(AttackResults attack) {
        boolean coded = attack.schemes().stream()
                .anyMatch(scheme -> scheme.curve().getFirst().reading() != null);
        String codes = !coded
                ? ""
                : attack.aware()
                        ? " It reads the memory through its codes."
                        : " It does not know of codes, and takes the words for the numbers.";
        return "The attacker has " + Numbers.counted(attack.attackerImages(), "training image")
                + ", the gradient of the network as it is deployed in " + attack.format()
                + ", and tries the best flip of each "
                + (attack.candidates().equals("bit") ? "bit of each tensor" : "tensor") + "." + codes
                + " Accuracies are those on " + Numbers.counted(attack.testImages(), "test image")
                + " that it does not have, with Wilson's 95 % intervals over images; up to "
                + Numbers.percent(attack.chance() + attack.margin()) + " % a network guesses." + draws(attack);
    }

    private static String draws(AttackResults attack) {
        return attack.schemes().stream()
                .flatMap(scheme -> scheme.random().stream())
                .findFirst()
                .map(point -> " Flips that nobody chose are the mean of " + Numbers.counted(point.draws(), "draw")
                        + " with its 95 % interval over draws, any other of which may be worse than all of these.")
                .orElse("");
    }

    /** What came of a scheme, in a sentence. */
    public static String of(OfScheme scheme) {
        int made = scheme.made().size();
        String flips = Numbers.counted(made, "flip");
        String end = switch (scheme.end()) {
            case CHANCE -> "guesses after " + flips;
            case FLIPS -> "does not guess within " + flips;
            case NOTHING_FOUND -> "does not guess: after " + flips + " none was found that raises the loss";
        };
        String random = scheme.random().isEmpty()
                ? ""
                : "; as many that nobody chose leave "
                        + randomly(scheme.random().getLast()) + " %";
        return scheme.scheme() + " " + end + ", from " + accuracy(scheme.curve().getFirst()) + " to "
                + accuracy(scheme.curve().getLast()) + " %" + random + "."
                + reading(scheme.curve().getLast());
    }

    private static String reading(Point last) {
        ReadCounts counts = last.reading();
        return counts == null
                ? ""
                : " Of " + Numbers.counted(counts.blocks(), "block") + " "
                        + Numbers.grouped(counts.detected()) + " are then detected, "
                        + Numbers.grouped(counts.corrected()) + " corrected, "
                        + Numbers.grouped(counts.missed() + counts.miscorrected()) + " wrong unseen.";
    }

    private static String accuracy(Point point) {
        return Numbers.percent(point.accuracy()) + Numbers.ends(point.ci95());
    }

    private static String randomly(RandomPoint point) {
        return Numbers.percent(point.mean()) + Numbers.ends(point.ci95());
    }

    /** Accuracy over the number of flips, schemes as columns, under a header; and what nobody chose beside each. */
    public static List<List<String>> table(AttackResults attack) {
        List<String> header = new ArrayList<>(List.of("flips"));
        attack.schemes().forEach(scheme -> {
            header.add(scheme.scheme());
            if (!scheme.random().isEmpty()) {
                header.add("random");
            }
        });
        List<List<String>> rows = new ArrayList<>(List.of(header));
        for (int flips : rows(attack)) {
            List<String> row = new ArrayList<>(List.of(String.valueOf(flips)));
            for (OfScheme scheme : attack.schemes()) {
                row.add(flips < scheme.curve().size() ? accuracy(scheme.curve().get(flips)) : "");
                if (!scheme.random().isEmpty()) {
                    row.add(random(scheme, flips).map(AttackText::randomly).orElse(""));
                }
            }
            rows.add(row);
        }
        return rows;
    }

    private static Optional<RandomPoint> random(OfScheme scheme, int flips) {
        return scheme.random().stream().filter(point -> point.flips() == flips).findFirst();
    }

    private static TreeSet<Integer> rows(AttackResults attack) {
        TreeSet<Integer> rows = new TreeSet<>();
        for (OfScheme scheme : attack.schemes()) {
            for (int flips = 0; flips < scheme.curve().size(); flips++) {
                if (flips <= ROWS
                        || flips % ROWS == 0
                        || flips == scheme.curve().size() - 1) {
                    rows.add(flips);
                }
            }
        }
        return rows;
    }

    /** The flips of a scheme as rows, under a header. */
    public static List<List<String>> flips(OfScheme scheme) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("tensor", "flip", "index", "bit", "loss"));
        for (int i = 0; i < scheme.made().size(); i++) {
            Flip flip = scheme.made().get(i);
            rows.add(List.of(
                    flip.tensor(),
                    String.valueOf(i + 1),
                    String.valueOf(flip.index()),
                    String.valueOf(flip.bit()),
                    Numbers.significant(flip.loss())));
        }
        return rows;
    }

    /** All of it for a terminal, every line ended. */
    public static String terminal(AttackResults attack) {
        StringBuilder text = new StringBuilder();
        text.append("accuracy in % (and the ends of its 95 % interval), by flips\n")
                .append(AlignedTable.of(1, table(attack)));
        attack.schemes().forEach(scheme -> text.append(of(scheme)).append('\n'));
        return text.append(attacker(attack)).append('\n').toString();
    }
}
