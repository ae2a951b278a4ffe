package dev.diptych.sim.ptx.arith;

/** Bitwise logic, and logic on predicates (PTX ISA 9.0, section "Logic and Shift Instructions"). */
public final class Logic {
    private Logic() {}

    @Ptx("and.{b16,b32}")
    public static int and(int a, int b) {
        return a & b;
    }

    @Ptx("and.b64")
    public static long and(long a, long b) {
        return a & b;
    }

    @Ptx("and.pred")
    public static boolean and(boolean a, boolean b) {
        return a && b;
    }

    @Ptx("or.{b16,b32}")
    public static int or(int a, int b) {
        return a | b;
    }

    @Ptx("or.b64")
    public static long or(long a, long b) {
        return a | b;
    }

    @Ptx("or.pred")
    public static boolean or(boolean a, boolean b) {
        return a || b;
    }

    @Ptx("xor.{b16,b32}")
    public static int xor(int a, int b) {
        return a ^ b;
    }

    @Ptx("xor.b64")
    public static long xor(long a, long b) {
        return a ^ b;
    }

    @Ptx("xor.pred")
    public static boolean xor(boolean a, boolean b) {
        return a ^ b;
    }

    @Ptx("not.b16")
    public static int not16(int a) {
        return a ^ 0xffff;
    }

    @Ptx("not.b32")
    public static int not(int a) {
        return ~a;
    }

    @Ptx("not.b64")
    public static long not(long a) {
        return ~a;
    }

    @Ptx("not.pred")
    public static boolean not(boolean a) {
        return !a;
    }

    /** Returns 1 for 0 and 0 for everything else. */
    @Ptx("cnot.{b16,b32}")
    public static int cnot(int a) {
        return a == 0 ? 1 : 0;
    }

    /** Returns 1 for 0 and 0 for everything else. */
    @Ptx("cnot.b64")
    public static long cnot(long a) {
        return a == 0 ? 1 : 0;
    }

    /**
     * Returns any function of three bits, bit by bit.
     *
     * @param table the function: bit {@code 4a + 2b + c} is the result for bits {@code a}, {@code b} and {@code c}; mostly a constant, of
     *     which the terms below then leave little
     */
    @Ptx("lop3.b32")
    public static int lop3(int a, int b, int c, int table) {
        return (term(table, 0) & ~a & ~b & ~c)
                | (term(table, 1) & ~a & ~b & c)
                | (term(table, 2) & ~a & b & ~c)
                | (term(table, 3) & ~a & b & c)
                | (term(table, 4) & a & ~b & ~c)
                | (term(table, 5) & a & ~b & c)
                | (term(table, 6) & a & b & ~c)
                | (term(table, 7) & a & b & c);
    }

    private static int term(int table, int index) {
        return -((table >> index) & 1);
    }
}
