package dev.diptych.sim.ptx.exec.matrix;

import dev.diptych.sim.ptx.exec.Access;

/**
 * Matrices of 8 by 8 elements of 16 bits, row by row, and the words of two elements that lanes hold of them: lane {@code 4 * g + t} has
 * elements {@code 2 * t} and {@code 2 * t + 1} of row {@code g}, of the transposed matrix where that is asked for (PTX ISA 9.0, "ldmatrix").
 */
final class Rows {
    static final int COUNT = 8;
    static final int ROW_BYTES = 16;
    static final int MATRIX_BYTES = COUNT * ROW_BYTES;

    private Rows() {}

    /** Returns what a lane holds of the matrix that begins at an index. */
    static int word(byte[] matrices, int matrix, int lane, boolean isTransposed) {
        if (!isTransposed) {
            return Access.load32(matrices, matrix + lane * Integer.BYTES);
        }
        int at = matrix + lane % 4 * 2 * ROW_BYTES + lane / 4 * Short.BYTES;
        return Access.load16(matrices, at) | Access.load16(matrices, at + ROW_BYTES) << Short.SIZE;
    }

    /** Puts what a lane holds into the matrix that begins at an index. */
    static void put(byte[] matrices, int matrix, int lane, int word, boolean isTransposed) {
        if (!isTransposed) {
            Access.store32(matrices, matrix + lane * Integer.BYTES, word);
            return;
        }
        int at = matrix + lane % 4 * 2 * ROW_BYTES + lane / 4 * Short.BYTES;
        Access.store16(matrices, at, word);
        Access.store16(matrices, at + ROW_BYTES, word >>> Short.SIZE);
    }
}
