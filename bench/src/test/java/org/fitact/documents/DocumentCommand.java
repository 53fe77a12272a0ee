package org.fitact.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A command of a document, as a reader types it.
 *
 * @param document the file, from the root of the repository
 * @param line of the file, from 1
 * @param text from {@code fitact} on, without comments, redirections and the ends of lines
 * @param environment the variables that are set in front of it
 * @param inText whether it stands in a sentence or a table, and not among lines of code
 */
record DocumentCommand(String document, int line, String text, Map<String, String> environment, boolean inText) {

    private static final Pattern COMMAND = Pattern.compile("^\\s*((?:\\w+=\\S* )*)(?:bin/)?(fitact \\S.*)$");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    /** The command of a line, if it has one. */
    static List<DocumentCommand> of(String document, int line, String text, boolean inText) {
        String plain = text.replaceFirst("\\s#.*", "").replaceFirst("\\s[>|&;](\\s.*|$)", "");
        return COMMAND.matcher(plain)
                .results()
                .map(found -> new DocumentCommand(
                        document,
                        line,
                        found.group(2).strip().replaceAll("\\s+", " "),
                        variables(found.group(1).strip()),
                        inText))
                .toList();
    }

    private static Map<String, String> variables(String assignments) {
        Map<String, String> variables = new TreeMap<>();
        for (String assignment : assignments.isEmpty() ? new String[0] : assignments.split(" ")) {
            variables.put(
                    assignment.substring(0, assignment.indexOf('=')),
                    assignment.substring(assignment.indexOf('=') + 1));
        }
        return variables;
    }

    /** The same with another text. */
    DocumentCommand as(String other) {
        return new DocumentCommand(document, line, other, environment, inText);
    }

    /** What the program is given, after the quotes of a shell. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        for (MatchResult word : WORD.matcher(text).results().toList()) {
            words.add(word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3));
        }
        return words.subList(1, words.size());
    }

    /** Whether the launcher, Spark's profile or a placeholder of a text has to do with it, none of which the command line knows. */
    boolean ofTheProgram() {
        return !environment.containsKey("FITACT_CLASSPATH")
                && !text.matches(
                        ".*[$…].*|.*\\.\\.\\.( .*|$)|fitact (java|jshell|bundle|spark-jar|spark-model)( .*|$)");
    }

    @Override
    public String toString() {
        return document + ":" + line + ": " + text;
    }
}
