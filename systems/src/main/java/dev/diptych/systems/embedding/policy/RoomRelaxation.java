package dev.diptych.systems.embedding.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * A linear program in three unknowns: the replicated mass {@code a}, the covered mass {@code q} and a time that no line exceeds. Of the room it
 * knows tangents only, which never ask for more room than there is: its optimum bounds that of the problem from below. With so few unknowns every
 * vertex is tried.
 */
final class RoomRelaxation {
    /** A vertex may break a row by so much of its size; to keep more vertices can only lower the bound. */
    private static final double TOLERANCE = 1e-9;

    private RoomRelaxation() {}

    /** Returns the shortest time when room is known by its tangents around a point. */
    static double shortest(SymmetricFlows flows, Symmetric.Room room, double replicated, double covered) {
        double all = room.ranks().reads();
        // In parts of all reads and of the longest time, so that all unknowns are about 1: each row is x . row <=
        // row[3].
        double unit = Math.max(flows.at(replicated, covered), Double.MIN_NORMAL);
        List<double[]> rows = new ArrayList<>();
        for (SymmetricFlows.Line line : flows.lines()) {
            rows.add(row(line.ofReplicated() * all / unit, line.ofCovered() * all / unit, -1, -line.constant() / unit));
        }
        rows.add(row(-1, 0, 0, 0));
        rows.add(row(1, -1, 0, 0));
        rows.add(row(0, 1, 0, 1));
        double spread = 1 - 1.0 / room.gpus();
        for (double[] one : room.ranks().linesBelow(replicated)) {
            for (double[] other : room.ranks().linesBelow(covered)) {
                double constant = spread * one[0] + other[0] / room.gpus();
                double scale = Math.max(1, room.rows());
                rows.add(row(
                        spread * one[1] * all / scale,
                        other[1] * all / room.gpus() / scale,
                        0,
                        (room.rows() - constant) / scale));
            }
        }
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < i; j++) {
                for (int k = 0; k < j; k++) {
                    double[] vertex = vertex(rows.get(i), rows.get(j), rows.get(k));
                    if (vertex.length > 0 && vertex[2] < least && isAllowed(rows, vertex)) {
                        least = vertex[2];
                    }
                }
            }
        }
        // Without a vertex nothing is known.
        return least == Double.POSITIVE_INFINITY ? 0 : Math.max(0, least) * unit;
    }

    private static double[] row(double a, double q, double time, double limit) {
        return new double[] {a, q, time, limit};
    }

    /** Returns where three rows are equalities, by Cramer's rule; nothing when that is no point. */
    private static double[] vertex(double[] one, double[] two, double[] three) {
        double determinant = determinant(one, two, three, 0, 1, 2);
        if (Math.abs(determinant) < Double.MIN_NORMAL) {
            return new double[0];
        }
        return new double[] {
            determinant(one, two, three, 3, 1, 2) / determinant,
            determinant(one, two, three, 0, 3, 2) / determinant,
            determinant(one, two, three, 0, 1, 3) / determinant
        };
    }

    private static double determinant(double[] one, double[] two, double[] three, int x, int y, int z) {
        return one[x] * (two[y] * three[z] - two[z] * three[y])
                - one[y] * (two[x] * three[z] - two[z] * three[x])
                + one[z] * (two[x] * three[y] - two[y] * three[x]);
    }

    private static boolean isAllowed(List<double[]> rows, double[] vertex) {
        for (double[] row : rows) {
            double sum = 0;
            double size = Math.abs(row[3]);
            for (int i = 0; i < vertex.length; i++) {
                sum += row[i] * vertex[i];
                size = Math.max(size, Math.abs(row[i] * vertex[i]));
            }
            if (sum > row[3] + TOLERANCE * size) {
                return false;
            }
        }
        return true;
    }
}
