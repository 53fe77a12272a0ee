package org.fitact.advice;

import java.nio.file.Path;
import org.fitact.study.StudyFolder;

/** The files of an advice in its folder: a campaign for each format, one that confirms, and what is told of them. */
public record AdviceFolder(Path path) {

    /** The trials in a format, which are a study for themselves. */
    public StudyFolder format(String format) {
        return study("formats", format);
    }

    /** The trials that confirm a candidate in a format. */
    StudyFolder confirmation(String format) {
        return study("confirmation", format);
    }

    private StudyFolder study(String part, String format) {
        return new StudyFolder(path.resolve(part).resolve(format.replace(':', '-')));
    }

    public Path json() {
        return path.resolve("advice.json");
    }

    public Path markdown() {
        return path.resolve("advice.md");
    }

    public Path page() {
        return path.resolve("advice.html");
    }

    Path figures() {
        return path.resolve("figures");
    }
}
