package org.fitact.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What was built: for {@code --version} and for the provenance of results. */
public final class BuildInfo implements IVersionProvider {

    /** The version in the POM. */
    public static String version() {
        Properties properties = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    /** The commit, with {@code -dirty} behind it if sources were changed since; {@code unknown} outside {@code bin/fitact}. */
    public static String commit() {
        return System.getProperty("fitact.commit", "unknown");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"fitact " + version() + " (" + commit() + ")"};
    }
}
