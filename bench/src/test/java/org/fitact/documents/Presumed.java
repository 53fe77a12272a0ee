package org.fitact.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a document has not made by a command of its own, and which of {@link Fixtures} stands for it. */
record Presumed(String document, String path, String kind) {

    static final List<Presumed> ALL = List.of(
            new Presumed("README.md", "net.onnx", "onnx"),
            new Presumed("README.md", "runs/demo", "demo"),
            new Presumed("docs/benchmarks.md", "DIR", "hardened"),
            new Presumed("docs/benchmarks.md", "runs/demo", "hardened"),
            new Presumed("docs/benchmarks.md", "FILE", "reproduction.json"),
            new Presumed("docs/benchmarks.md", "A.json", "table1.json"),
            new Presumed("docs/benchmarks.md", "B.json", "table1.json"),
            new Presumed("docs/benchmarks.md", "before/table1.json", "table1.json"),
            new Presumed("docs/benchmarks.md", "after/table1.json", "table1.json"),
            new Presumed("docs/choosing.md", "runs/mine", "hardened"),
            new Presumed("docs/choosing.md", "DIR", "hardened"),
            new Presumed("docs/choosing.md", "DIR2", "trained"),
            new Presumed("docs/embedding.md", "runs/demo", "hardened"),
            new Presumed("docs/extending.md", "runs/first", "hardened"),
            new Presumed("docs/extending.md", "channels.jar", "channels.jar"),
            new Presumed("docs/field.md", "DIR", "hardened"),
            new Presumed("docs/field.md", "map.json", "map.json"),
            new Presumed("docs/field.md", "mine.json", "small.json"),
            new Presumed("docs/identity.md", "DIR", "struck"),
            new Presumed("docs/integer.md", "DIR", "integers"),
            new Presumed("docs/integer.md", "runs/small", "hardened"),
            new Presumed("docs/integer.md", "arithmetic-none.json", "arithmetic-none.json"),
            new Presumed("docs/integer.md", "changed.json", "arithmetic-fitact.json"),
            new Presumed("docs/map.md", "runs/small", "hardened"),
            new Presumed("docs/map.md", "DIR", "hardened"),
            new Presumed("docs/map.md", "map.json", "map.json"),
            new Presumed("docs/map.md", "runs/short/networks/resnet20-cifar10", "hardened"),
            new Presumed("docs/networks.md", "net.onnx", "onnx"),
            new Presumed("docs/numerics.md", "runs/vgg", "hardened"),
            new Presumed("docs/numerics.md", "DIR", "struck"),
            new Presumed("docs/own-images.md", "shapes", "shapes"),
            new Presumed("docs/protect.md", "net.onnx", "shapes.onnx"),
            new Presumed("docs/protect.md", "pictures", "shapes"),
            new Presumed("docs/report.md", "runs/alexnet", "struck"),
            new Presumed("docs/reproduction.md", "data", "data"),
            new Presumed("docs/reproduction.md", "runs/demo", "struck"),
            new Presumed("docs/reproduction.md", "runs/cpu", "reproduced"));

    /** What a command presumes: it is among its words, and not where it is to leave something. */
    static List<Presumed> of(DocumentCommand command) {
        List<String> words = command.words();
        List<String> read = new ArrayList<>(command.environment().values());
        for (int i = 0; i < words.size(); i++) {
            if (i == 0 || !words.get(i - 1).equals("--out") || words.contains("--resume")) {
                read.add(words.get(i));
            }
        }
        return ALL.stream()
                .filter(one ->
                        one.document.equals(command.document()) && read.stream().anyMatch(one::isIn))
                .toList();
    }

    /** Those that no command of their document has in its words any more. */
    static List<String> unused(List<DocumentCommand> commands) {
        List<String> unused = new ArrayList<>();
        for (Presumed presumed : ALL) {
            if (commands.stream().noneMatch(command -> of(command).contains(presumed))) {
                unused.add(presumed.toString());
            }
        }
        return unused;
    }

    /** A path by itself, in front of a file in it, or behind the form of images. */
    private boolean isIn(String word) {
        return Set.of(path, "images:" + path).contains(word) || word.startsWith(path + "/");
    }
}
