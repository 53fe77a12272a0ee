package org.fitact.architecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.util.regex.Pattern;

/** The program without its tests, be they in folders or in the jars that modules have the tests of others from. */
final class ProgramOnly implements ImportOption {

    private static final Pattern TESTS = Pattern.compile(".*-tests\\.jar!.*");

    private final ImportOption folders = new DoNotIncludeTests();

    @Override
    public boolean includes(Location location) {
        return folders.includes(location) && !location.matches(TESTS);
    }
}
