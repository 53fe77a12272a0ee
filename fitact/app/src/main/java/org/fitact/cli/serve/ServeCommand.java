package org.fitact.cli.serve;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.fitact.cli.option.HelpOption;
import org.fitact.cli.value.UserError;
import org.fitact.cli.value.Within;
import org.fitact.report.serve.LiveReport;
import org.fitact.report.serve.ReportServer;
import org.fitact.study.StudyFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fitact serve}: the report of a campaign that goes on, in a browser of this machine. */
@Command(
        name = "serve",
        description = {
            "Shows the report of a campaign in a browser of this machine while the campaign runs; the page follows it.",
            "Nothing is written, and nobody else is let in. Ctrl-C ends it."
        },
        footer = {"", "Examples:", "  bin/fitact serve runs/small", "  bin/fitact serve runs/small --port 0"})
public final class ServeCommand implements Callable<Integer>, UntilInterrupted {

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Within("[0, 65535]")
    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8600",
            description = "Port to listen on, 0 for any that is free (default: ${DEFAULT-VALUE}).")
    private int port;

    @Parameters(paramLabel = "DIR", description = "Folder with the trials.db of a campaign, finished or not.")
    private Path folder;

    @Override
    public Integer call() throws IOException {
        LiveReport report = new LiveReport(new StudyFolder(folder), LiveReport.REST);
        try (ReportServer server = new ReportServer(report, port)) {
            spec.commandLine().getOut().println("report: " + server.address() + " (Ctrl-C ends)");
            spec.commandLine().getOut().flush();
            new CountDownLatch(1).await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (BindException taken) {
            throw new UserError(
                    "port " + port + " cannot be listened on (" + taken.getMessage()
                            + "); expected a free one, or --port 0 for any",
                    taken);
        }
        return ExitCode.OK;
    }
}
