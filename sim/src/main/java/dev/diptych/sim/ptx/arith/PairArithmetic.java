package dev.diptych.sim.ptx.arith;

/**
 * Arithmetic on two {@code f32} in one 64-bit register, the first in the lower half (PTX ISA 9.0, section "Floating-Point Instructions",
 * type {@code .f32x2}). Each half is computed as the instruction of {@code f32} with the same modifiers does.
 */
public final class PairArithmetic {
    private PairArithmetic() {}

    @Ptx("add{.rn,}.f32x2")
    public static long add(long a, long b) {
        return pair(SingleArithmetic.add(low(a), low(b)), SingleArithmetic.add(high(a), high(b)));
    }

    @Ptx("add{.rn,}.ftz.f32x2")
    public static long addFlushed(long a, long b) {
        return flushed(add(flushed(a), flushed(b)));
    }

    @Ptx("add.rz.f32x2")
    public static long addTowardZero(long a, long b) {
        return pair(DirectedSingle.addTowardZero(low(a), low(b)), DirectedSingle.addTowardZero(high(a), high(b)));
    }

    @Ptx("add.rz.ftz.f32x2")
    public static long addTowardZeroFlushed(long a, long b) {
        return flushed(addTowardZero(flushed(a), flushed(b)));
    }

    @Ptx("add.rm.f32x2")
    public static long addDown(long a, long b) {
        return pair(DirectedSingle.addDown(low(a), low(b)), DirectedSingle.addDown(high(a), high(b)));
    }

    @Ptx("add.rm.ftz.f32x2")
    public static long addDownFlushed(long a, long b) {
        return flushed(addDown(flushed(a), flushed(b)));
    }

    @Ptx("add.rp.f32x2")
    public static long addUp(long a, long b) {
        return pair(DirectedSingle.addUp(low(a), low(b)), DirectedSingle.addUp(high(a), high(b)));
    }

    @Ptx("add.rp.ftz.f32x2")
    public static long addUpFlushed(long a, long b) {
        return flushed(addUp(flushed(a), flushed(b)));
    }

    @Ptx("sub{.rn,}.f32x2")
    public static long sub(long a, long b) {
        return pair(SingleArithmetic.sub(low(a), low(b)), SingleArithmetic.sub(high(a), high(b)));
    }

    @Ptx("sub{.rn,}.ftz.f32x2")
    public static long subFlushed(long a, long b) {
        return flushed(sub(flushed(a), flushed(b)));
    }

    @Ptx("sub.rz.f32x2")
    public static long subTowardZero(long a, long b) {
        return pair(DirectedSingle.subTowardZero(low(a), low(b)), DirectedSingle.subTowardZero(high(a), high(b)));
    }

    @Ptx("sub.rz.ftz.f32x2")
    public static long subTowardZeroFlushed(long a, long b) {
        return flushed(subTowardZero(flushed(a), flushed(b)));
    }

    @Ptx("sub.rm.f32x2")
    public static long subDown(long a, long b) {
        return pair(DirectedSingle.subDown(low(a), low(b)), DirectedSingle.subDown(high(a), high(b)));
    }

    @Ptx("sub.rm.ftz.f32x2")
    public static long subDownFlushed(long a, long b) {
        return flushed(subDown(flushed(a), flushed(b)));
    }

    @Ptx("sub.rp.f32x2")
    public static long subUp(long a, long b) {
        return pair(DirectedSingle.subUp(low(a), low(b)), DirectedSingle.subUp(high(a), high(b)));
    }

    @Ptx("sub.rp.ftz.f32x2")
    public static long subUpFlushed(long a, long b) {
        return flushed(subUp(flushed(a), flushed(b)));
    }

    @Ptx("mul{.rn,}.f32x2")
    public static long mul(long a, long b) {
        return pair(SingleArithmetic.mul(low(a), low(b)), SingleArithmetic.mul(high(a), high(b)));
    }

    @Ptx("mul{.rn,}.ftz.f32x2")
    public static long mulFlushed(long a, long b) {
        return flushed(mul(flushed(a), flushed(b)));
    }

    @Ptx("mul.rz.f32x2")
    public static long mulTowardZero(long a, long b) {
        return pair(DirectedSingle.mulTowardZero(low(a), low(b)), DirectedSingle.mulTowardZero(high(a), high(b)));
    }

    @Ptx("mul.rz.ftz.f32x2")
    public static long mulTowardZeroFlushed(long a, long b) {
        return flushed(mulTowardZero(flushed(a), flushed(b)));
    }

    @Ptx("mul.rm.f32x2")
    public static long mulDown(long a, long b) {
        return pair(DirectedSingle.mulDown(low(a), low(b)), DirectedSingle.mulDown(high(a), high(b)));
    }

    @Ptx("mul.rm.ftz.f32x2")
    public static long mulDownFlushed(long a, long b) {
        return flushed(mulDown(flushed(a), flushed(b)));
    }

    @Ptx("mul.rp.f32x2")
    public static long mulUp(long a, long b) {
        return pair(DirectedSingle.mulUp(low(a), low(b)), DirectedSingle.mulUp(high(a), high(b)));
    }

    @Ptx("mul.rp.ftz.f32x2")
    public static long mulUpFlushed(long a, long b) {
        return flushed(mulUp(flushed(a), flushed(b)));
    }

    @Ptx("fma.rn.f32x2")
    public static long fma(long a, long b, long c) {
        return pair(SingleArithmetic.fma(low(a), low(b), low(c)), SingleArithmetic.fma(high(a), high(b), high(c)));
    }

    @Ptx("fma.rn.ftz.f32x2")
    public static long fmaFlushed(long a, long b, long c) {
        return flushed(fma(flushed(a), flushed(b), flushed(c)));
    }

    @Ptx("fma.rz.f32x2")
    public static long fmaTowardZero(long a, long b, long c) {
        return pair(
                DirectedSingle.fmaTowardZero(low(a), low(b), low(c)),
                DirectedSingle.fmaTowardZero(high(a), high(b), high(c)));
    }

    @Ptx("fma.rz.ftz.f32x2")
    public static long fmaTowardZeroFlushed(long a, long b, long c) {
        return flushed(fmaTowardZero(flushed(a), flushed(b), flushed(c)));
    }

    @Ptx("fma.rm.f32x2")
    public static long fmaDown(long a, long b, long c) {
        return pair(DirectedSingle.fmaDown(low(a), low(b), low(c)), DirectedSingle.fmaDown(high(a), high(b), high(c)));
    }

    @Ptx("fma.rm.ftz.f32x2")
    public static long fmaDownFlushed(long a, long b, long c) {
        return flushed(fmaDown(flushed(a), flushed(b), flushed(c)));
    }

    @Ptx("fma.rp.f32x2")
    public static long fmaUp(long a, long b, long c) {
        return pair(DirectedSingle.fmaUp(low(a), low(b), low(c)), DirectedSingle.fmaUp(high(a), high(b), high(c)));
    }

    @Ptx("fma.rp.ftz.f32x2")
    public static long fmaUpFlushed(long a, long b, long c) {
        return flushed(fmaUp(flushed(a), flushed(b), flushed(c)));
    }

    private static float low(long pair) {
        return Float.intBitsToFloat((int) pair);
    }

    private static float high(long pair) {
        return Float.intBitsToFloat((int) (pair >>> 32));
    }

    private static long pair(float low, float high) {
        return ((long) Float.floatToRawIntBits(high) << 32) | (Float.floatToRawIntBits(low) & 0xffffffffL);
    }

    private static long flushed(long pair) {
        return pair(Single.flush(low(pair)), Single.flush(high(pair)));
    }
}
