package org.fitact.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.fitact.nn.InvalidFileException;

/**
 * Faults by name, read from a table: {@code trial,tensor,index,bit}, and as one likes {@code scheme}, {@code rate} and {@code
 * operation} (flip, set or clear; flip where there is none), in any order. An index counts the numbers of a tensor as they lie in
 * memory, a bit from the lowest. Columns of other names are passed over. A list without schemes is struck under all of them, one
 * without rates at every rate. Immutable.
 */
public final class FaultList {

    /** More lines are refused: each takes some hundred bytes of the heap. */
    public static final int MOST_FAULTS = 5_000_000;

    private static final int LONGEST_LINE = 1000;
    private static final Set<String> NEEDED = Set.of("trial", "tensor", "index", "bit");

    /** Where a fault belongs to; an empty scheme and a rate of 0 are all. */
    private record Place(String scheme, double rate, int trial) {}

    private record Entry(String tensor, int index, int bit, int line) {}

    private final String file;
    private final Map<Place, List<Entry>> entries = new HashMap<>();
    private final Set<Double> rates = new TreeSet<>();
    private final MessageDigest digest;
    private FaultOperation operation;
    private String sha256;
    private int trials;

    private FaultList(String file) {
        this.file = file;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads a list.
     *
     * @throws InvalidFileException if it is none; it names the line and the column
     */
    public static FaultList read(Path file) throws IOException {
        FaultList list = new FaultList(file.toString());
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            List<String> header = List.of(list.next(reader, 1, "a header").split(",", -1));
            for (String column : NEEDED) {
                if (!header.contains(column)) {
                    throw list.invalid(1, "header", String.join(",", header), "a column " + column);
                }
            }
            String line;
            for (int number = 2; (line = list.next(reader, number, null)) != null; number++) {
                if (number > MOST_FAULTS) {
                    throw list.invalid(number, "line", "more faults", MOST_FAULTS + " at most");
                }
                list.add(header, List.of(line.split(",", -1)), number);
            }
        } catch (MalformedInputException e) {
            throw new InvalidFileException(file, "text", "bytes that are none", "UTF-8");
        }
        if (list.entries.isEmpty()) {
            throw list.invalid(2, "line", "nothing", "a fault");
        }
        list.sha256 = HexFormat.of().formatHex(list.digest.digest());
        return list;
    }

    private String next(BufferedReader reader, int number, String expected) throws IOException {
        StringBuilder line = new StringBuilder();
        int c;
        while ((c = reader.read()) >= 0 && c != '\n') {
            if (line.length() == LONGEST_LINE) {
                throw invalid(number, "line", "more than " + LONGEST_LINE + " characters", "a fault");
            }
            line.append((char) c);
        }
        if (c < 0 && line.isEmpty()) {
            if (expected != null) {
                throw invalid(number, "line", "nothing", expected);
            }
            return null;
        }
        String text = line.toString().strip();
        digest.update((text + "\n").getBytes(StandardCharsets.UTF_8));
        return text;
    }

    private void add(List<String> header, List<String> cells, int line) throws InvalidFileException {
        if (cells.size() != header.size()) {
            throw invalid(line, "line", cells.size() + " columns", header.size() + " as in the header");
        }
        double rate = 0;
        int at = header.indexOf("rate");
        if (at >= 0) {
            rate = rate(cells.get(at), line);
            rates.add(rate);
        }
        int trial = number(header, cells, "trial", line, 10_000_000);
        trials = Math.max(trials, trial + 1);
        requireOneOperation(header, cells, line);
        int scheme = header.indexOf("scheme");
        entries.computeIfAbsent(new Place(scheme < 0 ? "" : cells.get(scheme), rate, trial), _ -> new ArrayList<>())
                .add(new Entry(
                        cells.get(header.indexOf("tensor")),
                        number(header, cells, "index", line, Integer.MAX_VALUE),
                        number(header, cells, "bit", line, Integer.SIZE - 1),
                        line));
    }

    private double rate(String cell, int line) throws InvalidFileException {
        try {
            double rate = Double.parseDouble(cell);
            if (rate > 0 && rate < 1) {
                return rate;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw invalid(line, "rate", cell, "a number more than 0 and less than 1");
    }

    private int number(List<String> header, List<String> cells, String column, int line, int most)
            throws InvalidFileException {
        String cell = cells.get(header.indexOf(column));
        if (cell.matches("\\d{1,10}") && Long.parseLong(cell) <= most) {
            return Integer.parseInt(cell);
        }
        throw invalid(line, column, cell, "a whole number from 0 to " + most);
    }

    /** A pattern has one. */
    private void requireOneOperation(List<String> header, List<String> cells, int line) throws InvalidFileException {
        int at = header.indexOf("operation");
        FaultOperation found = FaultOperation.FLIP;
        if (at >= 0) {
            try {
                found = FaultOperation.valueOf(cells.get(at).toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw invalid(line, "operation", cells.get(at), "flip, set or clear");
            }
        }
        if (operation != null && operation != found) {
            throw invalid(line, "operation", cells.get(at), operation + " as in the lines before");
        }
        operation = found;
    }

    private InvalidFileException invalid(int line, String column, String found, String expected) {
        return new InvalidFileException(file, "line " + line + ", " + column, found, expected);
    }

    /** The rates that it names, ascending; empty where its faults are struck at every rate. */
    public List<Double> rates() {
        return List.copyOf(rates);
    }

    /** One more than the largest number of a trial. */
    public int trials() {
        return trials;
    }

    /** SHA-256 of its lines. */
    public String sha256() {
        return sha256;
    }

    /**
     * The faults of a trial; none where the list has none.
     *
     * @throws IllegalArgumentException if the memory has no such tensor, word or bit; it names the line
     */
    public FaultPattern trial(FaultSpace space, String scheme, double rate, int trial) {
        FaultPattern.Builder pattern = FaultPattern.builder(operation);
        for (String ofScheme : List.of("", scheme)) {
            for (double atRate : new double[] {0, rate}) {
                for (Entry entry : entries.getOrDefault(new Place(ofScheme, atRate, trial), List.of())) {
                    add(space, entry, pattern);
                }
            }
        }
        return pattern.build();
    }

    /** Checks that a memory has all that is struck under a scheme; see {@link #trial}. */
    public void requireIn(FaultSpace space, String scheme) {
        FaultPattern.Builder pattern = FaultPattern.builder(operation);
        entries.forEach((place, faults) -> {
            if (place.scheme.isEmpty() || place.scheme.equals(scheme)) {
                faults.forEach(entry -> add(space, entry, pattern));
            }
        });
    }

    private void add(FaultSpace space, Entry entry, FaultPattern.Builder pattern) {
        try {
            Region region = space.region(entry.tensor);
            if (entry.index >= region.words() || entry.bit >= region.format().width()) {
                throw new IllegalArgumentException("index " + entry.index + ", bit " + entry.bit + " of " + entry.tensor
                        + ", which has " + region.words() + " words of "
                        + region.format().width() + " bits");
            }
            pattern.add(region.offset() + entry.index, entry.bit);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": line " + entry.line + ": " + e.getMessage(), e);
        }
    }
}
