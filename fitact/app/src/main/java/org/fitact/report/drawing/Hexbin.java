package org.fitact.report.drawing;

import java.util.Map;
import java.util.TreeMap;

/**
 * Counts points in a honeycomb.
 *
 * <p>Source: D. B. Carr et al., "Scatterplot Matrix Techniques for Large N", JASA 82 (1987).
 */
public final class Hexbin {

    private static final double ROOT_3 = Math.sqrt(3);

    private final double radius;
    private final Map<Long, Integer> counts = new TreeMap<>();
    private int largest;

    /** What to do with a cell: the middle of its hexagon and how many points it holds. */
    public interface Cell {
        void accept(double x, double y, int count);
    }

    /** @param radius from the middle of a hexagon to its corners */
    public Hexbin(double radius) {
        this.radius = radius;
    }

    /** Of the two candidates, the nearest middle in the lattice of even and in that of odd rows, takes the nearer. */
    public void add(double x, double y) {
        long evenRow = 2 * Math.round(y / (3 * radius));
        long evenColumn = Math.round(x / (ROOT_3 * radius));
        long oddRow = 2 * Math.round(y / (3 * radius) - 0.5) + 1;
        long oddColumn = Math.round(x / (ROOT_3 * radius) - 0.5);
        boolean even = distance(x, y, evenColumn, evenRow) <= distance(x, y, oddColumn, oddRow);
        long key = even ? key(evenColumn, evenRow) : key(oddColumn, oddRow);
        largest = Math.max(largest, counts.merge(key, 1, Integer::sum));
    }

    public int largest() {
        return largest;
    }

    /** Visits the cells that hold points, row by row. */
    public void forEach(Cell cell) {
        counts.forEach((key, count) -> {
            long row = key >> 32;
            long column = key.intValue();
            cell.accept(middleX(column, row), middleY(row), count);
        });
    }

    private double distance(double x, double y, long column, long row) {
        return Math.hypot(x - middleX(column, row), y - middleY(row));
    }

    private double middleX(long column, long row) {
        return (column + ((row & 1) == 0 ? 0 : 0.5)) * ROOT_3 * radius;
    }

    private double middleY(long row) {
        return row * 1.5 * radius;
    }

    private static long key(long column, long row) {
        return row << 32 | column & 0xFFFF_FFFFL;
    }
}
