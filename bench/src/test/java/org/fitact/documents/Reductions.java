package org.fitact.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What makes of a command of hours one of seconds, with the same options: fewer epochs, trials and images, a small network, pictures that
 * {@link Fixtures} painted in the place of CIFAR-10, a preset of the same form.
 */
final class Reductions {

    private static final String NEVER = "(?!)";

    /**
     * The most that an option may ask for; what a command asks for that says nothing is more.
     *
     * @param schemes those that read it, one of which a command must have to be given it: others would refuse it
     */
    private record Cap(String command, String option, long most, String schemes) {

        private Cap(String command, String option, long most) {
            this(command, option, most, "");
        }

        private boolean isOf(List<String> words) {
            int at = words.indexOf("--schemes");
            return at < 0 && !schemes.equals(NEVER)
                    || at >= 0
                            && Pattern.compile(schemes)
                                    .matcher(words.get(at + 1))
                                    .find();
        }
    }

    private static final List<Cap> CAPS = List.of(
            new Cap("train", "--epochs", 1),
            new Cap("harden", "--post-epochs", 1, "fitact(?!-hard)|tanh(?!-)|fat|dropout|proact"),
            new Cap("harden", "--search-images", 10, "clip-act"),
            new Cap("harden", "--search-trials", 1, "clip-act"),
            new Cap("campaign", "--trials", 2),
            new Cap("campaign", "--images", 20),
            new Cap("map", "--images", 3),
            new Cap("map", "--verify", 3, NEVER),
            new Cap("attack", "--flips", 2),
            new Cap("attack", "--images", 20),
            new Cap("attack", "--test-images", 20),
            new Cap("attack", "--random-draws", 2),
            new Cap("quantise", "--images", 20),
            new Cap("quantise", "--compared-images", 2),
            new Cap("quantise", "--calibration-images", 20),
            new Cap("advise", "--trials", 8),
            new Cap("advise", "--images", 20),
            new Cap("verify-results", "--trials", 1),
            new Cap("bench coverage", "--samples", 100),
            new Cap("bench checks", "--trials", 2),
            new Cap("bench checks", "--images", 20),
            new Cap("bench fitrelu", "--forks", 1),
            new Cap("bench hardened", "--forks", 1),
            new Cap("bench table1", "--forks", 1));

    /** Benchmarks that have a short form of their own. */
    private static final Set<String> QUICK = Set.of("bench fitrelu", "bench hardened", "bench table1");

    /** Values that are others here, by their command and option. */
    private static final Map<String, UnaryOperator<String>> OTHERS = Map.of(
            "train --model",
            model -> "lenet5",
            "train --data",
            Reductions::embedded,
            "import --data",
            Reductions::embedded,
            "map --margin",
            margin -> Double.toString(Math.max(0.3, Double.parseDouble(margin))),
            "reproduce --preset",
            preset -> Fixtures.PRESET,
            "reproduce --only",
            Reductions::ofThePreset,
            "bench fitrelu --sizes",
            Reductions::first,
            "bench fitrelu --threads",
            Reductions::first);

    /** What is asked for where a command does not say: its default takes minutes. */
    private static final Map<String, List<String>> DEFAULTS = Map.of(
            "train", List.of("--model", "lenet5"),
            "map", List.of("--margin", "0.3"),
            "advise", List.of("--formats", "Q15.16,auto16", "--codes", "none,guard", "--schemes", "none,fitact"),
            "reproduce", List.of("--preset", Fixtures.PRESET, "--only", "vgg16-cifar10"));

    private Reductions() {}

    /** The words that are run in the place of those of a document. {@code --resume} takes up what was begun with these. */
    static List<String> of(DocumentCommand command) {
        List<String> words = new ArrayList<>(command.words());
        String name = words.getFirst().equals("bench") && words.size() > 1 ? "bench " + words.get(1) : words.getFirst();
        boolean resumed = words.contains("--resume");
        for (int i = 1; i + 1 < words.size(); i++) {
            UnaryOperator<String> other = OTHERS.get(name + " " + words.get(i));
            if (other != null) {
                words.set(i + 1, other.apply(words.get(i + 1)));
            }
        }
        for (Cap cap : CAPS) {
            if (cap.command.equals(name)) {
                cap(words, cap, resumed);
            }
        }
        if (name.equals("train") && words.contains("--fault-rate")) {
            words.addAll(List.of("--clean-epochs", "0")); // there is but one
        }
        if (QUICK.contains(name) && !words.contains("--quick")) {
            words.add("--quick");
        }
        List<String> unsaid = DEFAULTS.getOrDefault(name, List.of());
        for (int i = 0; i < unsaid.size() && !resumed; i += 2) {
            if (!words.contains(unsaid.get(i))) {
                words.addAll(unsaid.subList(i, i + 2));
            }
        }
        return words.stream().map(Reductions::atHome).toList();
    }

    private static void cap(List<String> words, Cap cap, boolean resumed) {
        int at = words.indexOf(cap.option);
        String most = Long.toString(cap.most);
        if (at >= 0) {
            if (Long.parseLong(words.get(at + 1)) > cap.most) {
                words.set(at + 1, most);
            }
        } else if (!resumed && cap.isOf(words)) {
            words.add(cap.option);
            words.add(most);
        }
    }

    private static String embedded(String data) {
        return data.equals("cifar10") ? "cifar:" + Fixtures.PICTURES : data;
    }

    private static String first(String values) {
        return values.replaceFirst(",.*", "");
    }

    /** One network, by its name, since its model is another; the first of a data set. */
    private static String ofThePreset(String models) {
        return first(models).replaceFirst("^cifar10$", "vgg16").replaceFirst("(-cifar10)?$", "-cifar10");
    }

    /** As a shell does it that was started in the repository. */
    private static String atHome(String word) {
        return word.matches("(docs|examples)/.*")
                ? Documents.ROOT.resolve(word).toAbsolutePath().normalize().toString()
                : word.replaceFirst("^~/", Fixtures.HOME + "/");
    }
}
