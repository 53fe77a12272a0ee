package org.fitact.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialOutcome;
import org.fitact.measure.AlarmCounts;
import org.fitact.measure.CheckCounts;
import org.fitact.measure.Consequences;
import org.fitact.measure.TransientCounts;
import org.fitact.memory.code.ReadCounts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class TrialStoreTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void choosePath() {
        path = folder.resolve("trials.db");
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static final JsonNode STUDY = json("{'model':'lenet5','seed':1,'rates':[1e-6,1e-5],'delta':{'points':1}}");

    private static TrialOutcome outcome(int correct) {
        return new TrialOutcome(17, correct, 100, 0.25);
    }

    private String refusal(JsonNode definition) {
        return assertThrows(
                        TrialStoreException.class,
                        () -> TrialStore.openOrCreate(path, definition).close())
                .getMessage();
    }

    @Test
    void keepsTrialsAndDocumentsAndLeavesOneFile() throws IOException {
        TrialKey key = new TrialKey("fitact", 3e-7, 4);
        try (TrialStore store = TrialStore.openOrCreate(path, STUDY)) {
            assertEquals(Optional.empty(), store.find(key));
            store.put(key, outcome(60));
            store.putDocument(TrialStore.PROVENANCE, json("{'commit':'a'}"));
            store.putDocument(TrialStore.PROVENANCE, json("{'commit':'b'}"));
        }
        try (var files = Files.list(folder)) {
            assertEquals(List.of(path), files.toList());
        }
        try (TrialStore store = TrialStore.open(path)) {
            assertEquals(Optional.of(outcome(60)), store.find(key));
            assertEquals(STUDY, store.study());
            assertEquals(
                    "b",
                    store.document(TrialStore.PROVENANCE)
                            .orElseThrow()
                            .get("commit")
                            .textValue());
            assertEquals(Optional.empty(), store.document(TrialStore.NEURONS));
        }
    }

    @Test
    void theOrderOfInsertionDoesNotShow() {
        List<TrialKey> keys = new ArrayList<>();
        for (String scheme : List.of("none", "fitact")) {
            for (double rate : new double[] {1e-5, 1e-6, 3e-6}) {
                for (int trial = 0; trial < 12; trial++) {
                    keys.add(new TrialKey(scheme, rate, trial));
                }
            }
        }
        Collections.shuffle(keys, new Random(1));
        try (TrialStore store = TrialStore.openOrCreate(path, STUDY)) {
            keys.forEach(key -> store.put(key, outcome(key.trial())));
            assertEquals(
                    keys.stream().sorted().toList(), List.copyOf(store.trials().keySet()));
        }
    }

    @Test
    void aTrialIsRecordedOnce() {
        TrialKey key = new TrialKey("none", 1e-6, 0);
        try (TrialStore store = TrialStore.openOrCreate(path, STUDY)) {
            store.put(key, outcome(60));
            store.put(key, new TrialOutcome(17, 60, 100, 99));
            assertEquals(0.25, store.find(key).orElseThrow().seconds());
            var thrown = assertThrows(TrialStoreException.class, () -> store.put(key, outcome(61)));
            assertTrue(thrown.getMessage().contains("a trial must give the same on every run"), thrown.getMessage());
        }
    }

    @Test
    void resumesOnlyTheSameStudy() {
        TrialStore.openOrCreate(path, STUDY).close();
        TrialStore.openOrCreate(
                        path, json("{'seed':1.0,'model':'lenet5','delta':{'points':1},'rates':[0.000001,0.00001]}"))
                .close();
        String ending = " here; resume with the same settings or choose another folder";
        assertEquals(
                path + ": holds another study: \"seed\" is 1 there and 2" + ending,
                refusal(json("{'model':'lenet5','seed':2,'rates':[1e-6],'delta':{'points':1}}")));
        assertEquals(
                path + ": holds another study: \"rates[1]\" is 0.00001 there and nothing" + ending,
                refusal(json("{'model':'lenet5','seed':1,'rates':[1e-6],'delta':{'points':2}}"))
                        .replace("1.0E-5", "0.00001"));
        assertEquals(
                path + ": holds another study: \"delta.points\" is 1 there and \"1\"" + ending,
                refusal(json("{'model':'lenet5','seed':1,'rates':[1e-6,1e-5],'delta':{'points':'1'}}")));
        assertEquals(
                path + ": holds another study: \"images\" is nothing there and 5" + ending,
                refusal(json("{'model':'lenet5','seed':1,'rates':[1e-6,1e-5],'delta':{'points':1},'images':5}")));
    }

    @Test
    void refusesWhatIsNotATrialStore() throws Exception {
        Files.writeString(
                path, "this is a text of a length that an SQLite header would have, but it is not one. ".repeat(20));
        assertEquals(path + ": is not an SQLite file", refusal(STUDY));
        Files.delete(path);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE songs (title TEXT)");
        }
        assertEquals(path + ": is a database of another program, expected the trials of a campaign", refusal(STUDY));
        Path missing = folder.resolve("missing.db");
        var thrown = assertThrows(TrialStoreException.class, () -> TrialStore.open(missing));
        assertEquals(missing + ": no such file, expected the trials of a campaign", thrown.getMessage());
        assertFalse(Files.exists(missing));
        Path nowhere = folder.resolve("no/such/folder.db");
        thrown = assertThrows(TrialStoreException.class, () -> TrialStore.openOrCreate(nowhere, STUDY));
        assertTrue(thrown.getMessage().startsWith(nowhere + ": "), thrown.getMessage());
    }

    @Test
    void refusesADamagedFile() throws IOException {
        try (TrialStore store = TrialStore.openOrCreate(path, STUDY)) {
            for (int trial = 0; trial < 2000; trial++) {
                store.put(new TrialKey("none", 1e-6, trial), outcome(50));
            }
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            for (long position = 4096; position < file.length(); position += 512) {
                file.seek(position);
                file.write(new byte[64]);
            }
        }
        assertEquals(path + ": is damaged; remove it and run the campaign again", refusal(STUDY));
    }

    @Test
    void refusesANewerSchema() throws Exception {
        TrialStore.openOrCreate(path, STUDY).close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 7");
        }
        assertEquals(path + ": has schema version 7, this program reads 1 to 6; use a newer release", refusal(STUDY));
    }

    @Test
    void twoCampaignsCannotShareAFile() {
        try (TrialStore store = TrialStore.openOrCreate(path, STUDY)) {
            assertEquals(path + ": is in use by another campaign or report", refusal(STUDY));
            store.put(new TrialKey("none", 1e-6, 0), outcome(1));
        }
        TrialStore.openOrCreate(path, STUDY).close();
    }

    @Test
    void anEmptyFileLeftByAnEarlyKillIsTakenUp() throws IOException {
        Files.createFile(path);
        var thrown = assertThrows(TrialStoreException.class, () -> TrialStore.open(path));
        assertTrue(thrown.getMessage().contains("holds no study"), thrown.getMessage());
        TrialStore.openOrCreate(path, STUDY).close();
        TrialStore.open(path).close();
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
                Statement statement = connection.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        }
    }

    private String refusalOfReading() {
        return assertThrows(TrialStoreException.class, () -> {
                    try (TrialStore store = TrialStore.open(path)) {
                        store.trials();
                    }
                })
                .getMessage();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct = 61",
                "correct = -1",
                "correct = 101",
                "flips = 18",
                "flips = 4000000000",
                "images = 1000",
                "images = 99999999999",
                "seconds = 'x'",
                "seconds = -1",
                "seconds = 9e999",
                "rate = 2",
                "rate = 3e-6",
                "trial = 5",
                "trial = -5",
                "scheme = ''",
                "scheme = 'ranger'",
                "identity = 7",
                "checksum = 7"
            })
    void aRowThatWasChangedIsRefusedWithItsPlace(String change) throws Exception {
        try (TrialStore store = TrialStore.openOrCreate(path, STUDY)) {
            store.put(new TrialKey("none", 1e-6, 4), outcome(60));
        }
        TrialStore.open(path).close();
        try {
            sql("UPDATE trials SET " + change);
        } catch (SQLException strict) {
            assertTrue(change.contains("'x'"), "only a value of another type does not get into the table");
            return;
        }
        String message = refusalOfReading();
        assertTrue(message.startsWith(path + ": trial "), message);
        assertTrue(message.endsWith("; the file was changed: remove it and run the campaign again"), message);
    }

    @Test
    void aRowOfAnotherStudyIsRefused() throws Exception {
        Path other = folder.resolve("other.db");
        JsonNode study = json("{'conditions':{'images':'a'},'networks':{'none':{'words':'b'}},'rates':[1e-6]}");
        JsonNode otherImages = json("{'conditions':{'images':'c'},'networks':{'none':{'words':'b'}},'rates':[1e-6]}");
        JsonNode otherRates = json("{'conditions':{'images':'a'},'networks':{'none':{'words':'b'},'fitact':{}}}");
        for (JsonNode from : List.of(otherImages, otherRates)) {
            Files.deleteIfExists(other);
            Files.deleteIfExists(path);
            try (TrialStore store = TrialStore.openOrCreate(other, from)) {
                store.put(new TrialKey("none", 1e-6, 4), outcome(60));
            }
            TrialStore.openOrCreate(path, study).close();
            sql(
                    "ATTACH '" + other + "' AS other",
                    "INSERT INTO identities SELECT * FROM other.identities",
                    "INSERT INTO trials SELECT * FROM other.trials");
            if (from == otherImages) {
                assertEquals(
                        path
                                + ": trial 4 of none at rate 1.0E-6 is of another study; the file was changed: remove it and "
                                + "run the campaign again",
                        refusalOfReading());
            } else {
                try (TrialStore store = TrialStore.open(path)) {
                    assertEquals(1, store.trials().size(), "what depends on the same things can be merged");
                }
            }
        }
    }

    /** What the version before wrote: the same tables without identities and checksums. */
    private void writeOldStore() throws SQLException {
        sql(
                "PRAGMA application_id = " + StoreFile.APPLICATION_ID,
                "PRAGMA user_version = 1",
                "CREATE TABLE trials (scheme TEXT NOT NULL, rate REAL NOT NULL, trial INTEGER NOT NULL, "
                        + "flips INTEGER NOT NULL, correct INTEGER NOT NULL, images INTEGER NOT NULL, "
                        + "seconds REAL NOT NULL, PRIMARY KEY (scheme, rate, trial)) WITHOUT ROWID",
                "CREATE TABLE documents (name TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID",
                "INSERT INTO documents VALUES ('study', '{\"seed\":1}')",
                "INSERT INTO trials VALUES ('none', 0, 0, 0, 90, 100, 0.5)",
                "INSERT INTO trials VALUES ('none', 1e-6, 0, 17, 60, 100, 0.25)");
    }

    @Test
    void theStoreOfTheVersionBeforeIsReadAndNotGoneOnWith() throws Exception {
        writeOldStore();
        byte[] before = Files.readAllBytes(path);
        try (TrialStore store = TrialStore.open(path)) {
            assertEquals(Optional.of(outcome(60)), store.find(new TrialKey("none", 1e-6, 0)));
            assertEquals(2, store.trials().size());
            assertEquals(1, store.study().path("seed").intValue());
        }
        assertEquals(
                path
                        + ": was written by an earlier version, which did not record what its trials depend on; fitact report"
                        + " reads it, but a campaign must begin again in another folder",
                refusal(json("{'seed':1}")));
        assertArrayEquals(before, Files.readAllBytes(path));
        sql("UPDATE trials SET correct = 'many' WHERE rate > 0");
        assertEquals(
                path + ": trial 0 of none at rate 1.0E-6: correct is many, expected a value of its type; the file was "
                        + "changed: remove it and run the campaign again",
                refusalOfReading());
    }

    /** What earlier versions wrote is gone on with; its rows stay, and nothing more is known of them. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void aStoreOfAnEarlierVersionIsGoneOnWith(int version) throws Exception {
        TrialKey key = new TrialKey("none", 1e-6, 0);
        try (TrialStore store = TrialStore.openOrCreate(path, STUDY)) {
            store.put(key, outcome(60));
        }
        for (String column : TrialRows.lackedBy(version)) {
            sql("ALTER TABLE trials DROP COLUMN " + column.substring(0, column.indexOf(' ')));
        }
        sql("PRAGMA user_version = " + version);
        try (TrialStore store = TrialStore.open(path)) {
            assertEquals(Optional.of(outcome(60)), store.find(key));
        }
        TrialOutcome more = new TrialOutcome(
                3,
                50,
                100,
                0.5,
                OptionalDouble.of(0.512345),
                Optional.of(new Consequences(7, 2, 5, 1, 0, 80, -0.1, -0.75)),
                Optional.of(new ReadCounts(1L << 33, 900, 20, 3, 1)),
                Optional.of(new AlarmCounts(12, 1L << 34, 345, 9, 7)),
                Optional.of(new TransientCounts(1L << 35, 77)),
                Optional.of(new CheckCounts(60, 17, 2, 5)));
        try (TrialStore store = TrialStore.openOrCreate(path, STUDY)) {
            store.put(key, outcome(60));
            store.put(new TrialKey("none", 1e-6, 1), more);
        }
        try (TrialStore store = TrialStore.open(path)) {
            assertEquals(Optional.of(outcome(60)), store.find(key));
            assertEquals(Optional.of(more), store.find(new TrialKey("none", 1e-6, 1)));
        }
        sql("UPDATE trials SET missed = 2 WHERE trial = 1");
        assertTrue(refusalOfReading().contains("its checksum does not fit"), refusalOfReading());
        sql("UPDATE trials SET missed = 1, cut = 346 WHERE trial = 1");
        assertTrue(refusalOfReading().contains("its checksum does not fit"), refusalOfReading());
        sql("UPDATE trials SET cut = 345, checks_harmful = 3 WHERE trial = 1");
        assertTrue(refusalOfReading().contains("its checksum does not fit"), refusalOfReading());
        sql("UPDATE trials SET checks_harmful = 2, struck = 78 WHERE trial = 1");
        assertTrue(refusalOfReading().contains("its checksum does not fit"), refusalOfReading());
        sql("UPDATE trials SET struck = 77, sdc5 = 3 WHERE trial = 1");
        assertTrue(refusalOfReading().contains("its checksum does not fit"), refusalOfReading());
    }

    @Test
    void readingWritesNothingAndCreatesNothing() throws Exception {
        TrialKey key = new TrialKey("none", 1e-6, 0);
        try (TrialStore store = TrialStore.openOrCreate(path, STUDY)) {
            store.put(key, outcome(60));
        }
        byte[] before = Files.readAllBytes(path);
        Files.setLastModifiedTime(path, FileTime.fromMillis(1_000_000));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r--r--r--"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
        try (TrialStore store = TrialStore.open(path);
                TrialStore second = TrialStore.open(path)) {
            assertEquals(Optional.of(outcome(60)), store.find(key));
            assertEquals(store.trials(), second.trials());
            assertThrows(TrialStoreException.class, () -> store.put(new TrialKey("none", 1e-6, 1), outcome(1)));
            try (var files = Files.list(folder)) {
                assertEquals(List.of(path), files.toList());
            }
        } finally {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        assertArrayEquals(before, Files.readAllBytes(path));
        assertEquals(FileTime.fromMillis(1_000_000), Files.getLastModifiedTime(path));
    }

    /** As a campaign that was killed leaves it: the last trials are in the log beside the file. */
    @Test
    void trialsInALogThatNobodyClosedAreRead() throws Exception {
        TrialKey key = new TrialKey("none", 1e-6, 0);
        Path copy = Files.createDirectory(folder.resolve("copy")).resolve("trials.db");
        try (TrialStore store = TrialStore.openOrCreate(path, STUDY)) {
            store.put(key, outcome(60));
            try (TrialStore beside = TrialStore.open(path)) {
                assertEquals(Optional.of(outcome(60)), beside.find(key), "a report while the campaign runs");
            }
            Files.copy(path, copy);
            Files.copy(folder.resolve("trials.db-wal"), copy.resolveSibling("trials.db-wal"));
        }
        try (TrialStore store = TrialStore.open(copy)) {
            assertEquals(Optional.of(outcome(60)), store.find(key));
        }
        try (var files = Files.list(copy.getParent())) {
            assertEquals(
                    Set.of("trials.db", "trials.db-wal"),
                    Set.copyOf(files.map(file -> file.getFileName().toString()).toList()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"what?mode=memory", "50%25 #1", "file:x", "ä ö", "a&b=c;d"})
    void noCharacterOfAPathMeansAnythingElse(String name) throws IOException {
        Path odd = Files.createDirectory(folder.resolve(name)).resolve("trials.db");
        try (TrialStore store = TrialStore.openOrCreate(odd, STUDY)) {
            store.put(new TrialKey("none", 1e-6, 0), outcome(60));
        }
        try (TrialStore store = TrialStore.open(odd)) {
            assertEquals(1, store.trials().size());
        }
        try (var files = Files.list(odd.getParent())) {
            assertEquals(List.of(odd), files.toList());
        }
    }

    @Test
    void errorsOfTheDiskAreInWords() {
        for (SQLiteErrorCode code : SQLiteErrorCode.values()) {
            String message = StoreErrors.translated(path, new SQLiteException(code + " (raw)", code))
                    .getMessage();
            assertTrue(message.startsWith(path + ": "), message);
            assertFalse(message.contains("SQLITE"), message);
        }
        for (SQLiteErrorCode write : List.of(
                SQLiteErrorCode.SQLITE_IOERR_WRITE, SQLiteErrorCode.SQLITE_IOERR_FSYNC,
                SQLiteErrorCode.SQLITE_IOERR_TRUNCATE, SQLiteErrorCode.SQLITE_IOERR_SHMSIZE)) {
            assertEquals(
                    path + ": cannot be written, the disk reports an error",
                    StoreErrors.translated(path, new SQLiteException("", write)).getMessage());
        }
        assertEquals(
                path + ": no space left on the disk",
                StoreErrors.translated(path, new SQLiteException("", SQLiteErrorCode.SQLITE_FULL))
                        .getMessage());
    }

    @Test
    void losesNoCommittedTrialWhenKilled(@TempDir Path temporary) throws Exception {
        Process campaign = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndlessCampaign.class.getName(),
                        path.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int reported = -1;
        try (var lines = campaign.inputReader()) {
            while (reported < 40) {
                reported = Integer.parseInt(lines.readLine());
            }
        } finally {
            campaign.destroyForcibly().waitFor();
        }
        try (TrialStore store = TrialStore.openOrCreate(path, EndlessCampaign.STUDY)) {
            int kept = store.trials().size();
            assertTrue(kept > reported, kept + " trials kept, " + (reported + 1) + " reported as done");
            assertEquals(new TrialKey("none", 1e-6, kept - 1), store.trials().lastKey());
            store.put(new TrialKey("none", 1e-6, kept), outcome(3));
        }
        try (var files = Files.list(folder)) {
            assertEquals(List.of(path), files.toList());
        }
        try (var files = Files.list(temporary)) {
            assertEquals(List.of(), files.toList(), "a killed process leaves no copy of SQLite's library");
        }
    }

    /** A campaign that goes on until it is killed, and prints the number of every trial it has recorded. */
    static final class EndlessCampaign {

        static final JsonNode STUDY = json("{'seed':1}");

        public static void main(String[] arguments) {
            TrialStore store = TrialStore.openOrCreate(Path.of(arguments[0]), STUDY);
            for (int trial = 0; ; trial++) {
                store.put(new TrialKey("none", 1e-6, trial), outcome(trial % 100));
                System.out.println(trial);
            }
        }
    }
}
