package org.fitact.cli.help;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code fitact generate-completion}: picocli's script for bash and zsh, which completes behind a comma too. */
@Command(
        name = "generate-completion",
        description = "Prints a script that completes commands, options and values in bash and zsh.",
        footer = {"", "Examples:", "  . <(bin/fitact generate-completion)"})
public final class CompletionCommand implements Runnable {

    /** How picocli completes the value of an option from a list of names. */
    private static final String OF_NAMES = "compgen -W \"${optionList[*]}\" -- \"$curr_word\"";

    /** The same of what stands behind the last comma; what stands before it stays. */
    private static final String BEHIND_COMMA =
            "compgen -P \"${curr_word%\"${curr_word##*,}\"}\" -W \"${optionList[*]}\" -- \"${curr_word##*,}\"";

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        String script = AutoComplete.bash(spec.root().name(), spec.root().commandLine());
        spec.commandLine().getOut().print(script.replace(OF_NAMES, BEHIND_COMMA));
        spec.commandLine().getOut().flush();
    }
}
