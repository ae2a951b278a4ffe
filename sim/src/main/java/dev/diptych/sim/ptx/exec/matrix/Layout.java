package dev.diptych.sim.ptx.exec.matrix;

import dev.diptych.sim.ptx.exec.Warp;

/**
 * Which elements of a matrix each lane holds, and in which of its registers.
 *
 * <p>All fragments of {@code mma} of 8-column right sides (PTX ISA 9.0, sections "Matrix Fragments for mma.m8n8k4" for f64 up to "Matrix
 * Fragments for mma.m16n8k256") follow one rule. Lane {@code 4 * g + t} holds, of the left matrix, row {@code g} and, in every second
 * register, row {@code g + 8}; of the right one column {@code g}; of an accumulator row {@code g} and columns {@code 2 * t} and {@code 2 * t
 * + 1}. A register holds as many elements of one row of the left or of one column of the right matrix as fit, those of lane {@code t} after
 * those of lane {@code t - 1}, and the next registers what follows after the four of them.
 *
 * <p>The fragments of {@code wmma} are open (PTX ISA 9.0, section "Matrix Fragments for WMMA"). Here they are those of the {@code mma} of
 * the tiles of 16 by 8 that they are made of, one tile after the other; where a fragment has more registers than that takes, it repeats.
 */
public final class Layout {
    private static final int GROUP_LANES = 4;
    private static final int TILE_ROWS = 16;
    private static final int TILE_COLUMNS = 8;

    private final int rows;
    private final int columns;
    private final int registers;
    private final int perRegister;
    /** By register, lane and element in the register: row times {@link #columns} plus column. */
    private final int[] places;

    private Layout(int rows, int columns, int registers, int perRegister) {
        this.rows = rows;
        this.columns = columns;
        this.registers = registers;
        this.perRegister = perRegister;
        this.places = new int[registers * Warp.LANES * perRegister];
    }

    /** Where an element lies in a matrix that is made of tiles. */
    private interface Rule {
        /** Returns row times columns plus column, of an element of register {@code r} of lane {@code 4 * g + t}. */
        int place(int r, int g, int t, int element);
    }

    private Layout fill(Rule rule) {
        for (int i = 0; i < places.length; i++) {
            int lane = i / perRegister % Warp.LANES;
            places[i] =
                    rule.place(i / perRegister / Warp.LANES, lane / GROUP_LANES, lane % GROUP_LANES, i % perRegister);
        }
        return this;
    }

    /** Returns the layout of the left matrix, m by k. */
    public static Layout left(int m, int k, int perRegister) {
        int halves = Math.min(m, TILE_ROWS) / 8;
        int across = k / (GROUP_LANES * perRegister);
        int perTile = halves * across;
        return new Layout(m, k, m / (8 * halves) * perTile, perRegister).fill((r, g, t, element) -> {
            int row = r / perTile * TILE_ROWS + r % halves * 8 + g;
            int column = (r % perTile / halves * GROUP_LANES + t) * perRegister + element;
            return row * k + column;
        });
    }

    /** Returns the layout of the right matrix, k by n. */
    public static Layout right(int k, int n, int perRegister) {
        int down = k / (GROUP_LANES * perRegister);
        return new Layout(k, n, n / TILE_COLUMNS * down, perRegister).fill((r, g, t, element) -> {
            int row = (r % down * GROUP_LANES + t) * perRegister + element;
            return row * n + r / down * TILE_COLUMNS + g;
        });
    }

    /** Returns the layout of an accumulator, m by n. */
    public static Layout accumulator(int m, int n, int perRegister) {
        int tileElements = Math.min(m, TILE_ROWS) / 8 * 2;
        int tilesAcross = n / TILE_COLUMNS;
        return new Layout(m, n, m * n / Warp.LANES / perRegister, perRegister).fill((r, g, t, element) -> {
            int held = r * perRegister + element;
            int tile = held / tileElements;
            int row = tile / tilesAcross * TILE_ROWS + held % tileElements / 2 * 8 + g;
            return row * n + tile % tilesAcross * TILE_COLUMNS + 2 * t + held % 2;
        });
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    /** Returns how many registers a lane needs. */
    public int registers() {
        return registers;
    }

    int perRegister() {
        return perRegister;
    }

    int elementsPerLane() {
        return registers * perRegister;
    }

    /** Returns row times columns plus column of all elements, by register, lane and element in the register; to be read only. */
    int[] places() {
        return places;
    }

    /** Returns row times columns plus column of an element, counted over all registers of a lane. */
    int place(int lane, int element) {
        return places[(element / perRegister * Warp.LANES + lane) * perRegister + element % perRegister];
    }
}
