package org.fitact.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The documents of the repository, and the commands in them. */
final class Documents {

    static final Path ROOT = Path.of("..");

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```");
    private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
    private static final Pattern LOOP = Pattern.compile("^\\s*for (\\w+) in ([^;]+); do (.+); done\\s*$");

    private Documents() {}

    /** All of them, in the order of their names. */
    static Stream<Path> all() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(
                    Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md").map(ROOT::resolve),
                    docs.filter(file -> file.toString().endsWith(".md")))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    static String read(Path document) {
        try {
            return Files.readString(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The commands that are there to be typed, in their order: the lines of code, and what stands in the text as {@code `fitact …`} with
     * arguments. A loop of the shell is as many commands.
     */
    static List<DocumentCommand> commands(Path document) {
        String name = ROOT.relativize(document).toString();
        String text = read(document);
        List<DocumentCommand> commands = new ArrayList<>();
        StringBuilder rest = new StringBuilder(text);
        for (MatchResult block : BLOCK.matcher(text).results().toList()) {
            for (int i = block.start(); i < block.end(); i++) {
                if (text.charAt(i) != '\n') {
                    rest.setCharAt(i, ' ');
                }
            }
            if (!block.group(1).equals("text")) { // what a command prints
                commands.addAll(lines(name, lineOf(text, block.start(2)), block.group(2)));
            }
        }
        for (MatchResult span : SPAN.matcher(rest).results().toList()) {
            String words = span.group(1).replaceAll("\\s+", " ").replace("\\|", "|");
            if (!words.contains("…")) {
                DocumentCommand.of(name, lineOf(text, span.start()), words, true).stream()
                        .filter(Documents::saysWhatToDo)
                        .forEach(commands::add);
            }
        }
        return commands.stream()
                .sorted((a, b) -> Integer.compare(a.line(), b.line()))
                .toList();
    }

    /** More than the name of a command. */
    private static boolean saysWhatToDo(DocumentCommand command) {
        return command.words().size() > (command.words().getFirst().equals("bench") ? 2 : 1);
    }

    private static List<DocumentCommand> lines(String document, int first, String block) {
        List<DocumentCommand> commands = new ArrayList<>();
        int line = first;
        StringBuilder whole = new StringBuilder();
        int begun = line;
        for (String part : block.split("\n")) {
            whole.append(part);
            if (part.endsWith("\\")) {
                whole.setCharAt(whole.length() - 1, ' ');
            } else {
                for (String command : unrolled(whole.toString())) {
                    commands.addAll(DocumentCommand.of(document, begun, command, false));
                }
                whole.setLength(0);
                begun = line + 1;
            }
            line++;
        }
        return commands;
    }

    private static List<String> unrolled(String line) {
        Matcher loop = LOOP.matcher(line);
        if (!loop.matches()) {
            return List.of(line);
        }
        return Stream.of(loop.group(2).strip().split("\\s+"))
                .map(value -> loop.group(3).replace("$" + loop.group(1), value))
                .toList();
    }

    private static int lineOf(String text, int place) {
        return 1 + (int) text.substring(0, place).chars().filter(c -> c == '\n').count();
    }
}
