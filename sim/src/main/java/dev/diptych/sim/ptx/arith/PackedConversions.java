package dev.diptych.sim.ptx.arith;

/**
 * The conversions {@code cvt} that take or give several values in one register (PTX ISA 9.0, section "Data Movement and Conversion Instructions:
 * cvt"), of which the first operand goes to the upper part. The 8-bit formats are those of {@link NarrowFloat}.
 */
public final class PackedConversions {
    private PackedConversions() {}

    @Ptx("cvt.rn.f16x2.f32")
    public static int toF16x2Rn(float a, float b) {
        return Half.pack(FloatSteps.toF16Rn(FloatSteps.fromF32(a)), FloatSteps.toF16Rn(FloatSteps.fromF32(b)));
    }

    @Ptx("cvt.rn.relu.f16x2.f32")
    public static int toF16x2RnRelu(float a, float b) {
        return Half.pack(
                FloatSteps.toF16Rn(FloatSteps.rectify(FloatSteps.fromF32(a))),
                FloatSteps.toF16Rn(FloatSteps.rectify(FloatSteps.fromF32(b))));
    }

    @Ptx("cvt.rn.satfinite.f16x2.f32")
    public static int toF16x2RnFinite(float a, float b) {
        return Half.pack(
                FloatSteps.toF16Rn(FloatSteps.finiteF16(FloatSteps.fromF32(a))),
                FloatSteps.toF16Rn(FloatSteps.finiteF16(FloatSteps.fromF32(b))));
    }

    @Ptx("cvt.rn{.relu.satfinite,.satfinite.relu}.f16x2.f32")
    public static int toF16x2RnReluFinite(float a, float b) {
        return Half.pack(
                FloatSteps.toF16Rn(FloatSteps.rectify(FloatSteps.finiteF16(FloatSteps.fromF32(a)))),
                FloatSteps.toF16Rn(FloatSteps.rectify(FloatSteps.finiteF16(FloatSteps.fromF32(b)))));
    }

    @Ptx("cvt.rz.f16x2.f32")
    public static int toF16x2Rz(float a, float b) {
        return Half.pack(FloatSteps.toF16Rz(FloatSteps.fromF32(a)), FloatSteps.toF16Rz(FloatSteps.fromF32(b)));
    }

    @Ptx("cvt.rz.relu.f16x2.f32")
    public static int toF16x2RzRelu(float a, float b) {
        return Half.pack(
                FloatSteps.toF16Rz(FloatSteps.rectify(FloatSteps.fromF32(a))),
                FloatSteps.toF16Rz(FloatSteps.rectify(FloatSteps.fromF32(b))));
    }

    @Ptx("cvt.rz.satfinite.f16x2.f32")
    public static int toF16x2RzFinite(float a, float b) {
        return Half.pack(
                FloatSteps.toF16Rz(FloatSteps.finiteF16(FloatSteps.fromF32(a))),
                FloatSteps.toF16Rz(FloatSteps.finiteF16(FloatSteps.fromF32(b))));
    }

    @Ptx("cvt.rz{.relu.satfinite,.satfinite.relu}.f16x2.f32")
    public static int toF16x2RzReluFinite(float a, float b) {
        return Half.pack(
                FloatSteps.toF16Rz(FloatSteps.rectify(FloatSteps.finiteF16(FloatSteps.fromF32(a)))),
                FloatSteps.toF16Rz(FloatSteps.rectify(FloatSteps.finiteF16(FloatSteps.fromF32(b)))));
    }

    @Ptx("cvt.rn.bf16x2.f32")
    public static int toBf16x2Rn(float a, float b) {
        return Half.pack(FloatSteps.toBf16Rn(FloatSteps.fromF32(a)), FloatSteps.toBf16Rn(FloatSteps.fromF32(b)));
    }

    @Ptx("cvt.rn.relu.bf16x2.f32")
    public static int toBf16x2RnRelu(float a, float b) {
        return Half.pack(
                FloatSteps.toBf16Rn(FloatSteps.rectify(FloatSteps.fromF32(a))),
                FloatSteps.toBf16Rn(FloatSteps.rectify(FloatSteps.fromF32(b))));
    }

    @Ptx("cvt.rn.satfinite.bf16x2.f32")
    public static int toBf16x2RnFinite(float a, float b) {
        return Half.pack(
                FloatSteps.toBf16Rn(FloatSteps.finiteBf16(FloatSteps.fromF32(a))),
                FloatSteps.toBf16Rn(FloatSteps.finiteBf16(FloatSteps.fromF32(b))));
    }

    @Ptx("cvt.rn{.relu.satfinite,.satfinite.relu}.bf16x2.f32")
    public static int toBf16x2RnReluFinite(float a, float b) {
        return Half.pack(
                FloatSteps.toBf16Rn(FloatSteps.rectify(FloatSteps.finiteBf16(FloatSteps.fromF32(a)))),
                FloatSteps.toBf16Rn(FloatSteps.rectify(FloatSteps.finiteBf16(FloatSteps.fromF32(b)))));
    }

    @Ptx("cvt.rz.bf16x2.f32")
    public static int toBf16x2Rz(float a, float b) {
        return Half.pack(FloatSteps.toBf16Rz(FloatSteps.fromF32(a)), FloatSteps.toBf16Rz(FloatSteps.fromF32(b)));
    }

    @Ptx("cvt.rz.relu.bf16x2.f32")
    public static int toBf16x2RzRelu(float a, float b) {
        return Half.pack(
                FloatSteps.toBf16Rz(FloatSteps.rectify(FloatSteps.fromF32(a))),
                FloatSteps.toBf16Rz(FloatSteps.rectify(FloatSteps.fromF32(b))));
    }

    @Ptx("cvt.rz.satfinite.bf16x2.f32")
    public static int toBf16x2RzFinite(float a, float b) {
        return Half.pack(
                FloatSteps.toBf16Rz(FloatSteps.finiteBf16(FloatSteps.fromF32(a))),
                FloatSteps.toBf16Rz(FloatSteps.finiteBf16(FloatSteps.fromF32(b))));
    }

    @Ptx("cvt.rz{.relu.satfinite,.satfinite.relu}.bf16x2.f32")
    public static int toBf16x2RzReluFinite(float a, float b) {
        return Half.pack(
                FloatSteps.toBf16Rz(FloatSteps.rectify(FloatSteps.finiteBf16(FloatSteps.fromF32(a)))),
                FloatSteps.toBf16Rz(FloatSteps.rectify(FloatSteps.finiteBf16(FloatSteps.fromF32(b)))));
    }

    @Ptx("cvt.rn.satfinite.e4m3x2.f32")
    public static int toE4m3x2(float a, float b) {
        return (NarrowFloat.E4M3.of(a) << 8) | NarrowFloat.E4M3.of(b);
    }

    @Ptx("cvt.rn{.satfinite.relu,.relu.satfinite}.e4m3x2.f32")
    public static int toE4m3x2Relu(float a, float b) {
        return toE4m3x2(
                (float) FloatSteps.rectify(FloatSteps.fromF32(a)), (float) FloatSteps.rectify(FloatSteps.fromF32(b)));
    }

    @Ptx("cvt.rn.satfinite.e4m3x2.f16x2")
    public static int halvesToE4m3x2(int a) {
        return toE4m3x2(Half.toFloat(a >>> 16), Half.toFloat(a));
    }

    @Ptx("cvt.rn{.satfinite.relu,.relu.satfinite}.e4m3x2.f16x2")
    public static int halvesToE4m3x2Relu(int a) {
        return toE4m3x2Relu(Half.toFloat(a >>> 16), Half.toFloat(a));
    }

    @Ptx("cvt.rn.f16x2.e4m3x2")
    public static int fromE4m3x2(int a) {
        return Half.pack(NarrowFloat.E4M3.toHalf(a >>> 8), NarrowFloat.E4M3.toHalf(a));
    }

    @Ptx("cvt.rn.relu.f16x2.e4m3x2")
    public static int fromE4m3x2Relu(int a) {
        return Half.pack(Half.rectify(NarrowFloat.E4M3.toHalf(a >>> 8)), Half.rectify(NarrowFloat.E4M3.toHalf(a)));
    }

    @Ptx("cvt.rn.satfinite.e5m2x2.f32")
    public static int toE5m2x2(float a, float b) {
        return (NarrowFloat.E5M2.of(a) << 8) | NarrowFloat.E5M2.of(b);
    }

    @Ptx("cvt.rn{.satfinite.relu,.relu.satfinite}.e5m2x2.f32")
    public static int toE5m2x2Relu(float a, float b) {
        return toE5m2x2(
                (float) FloatSteps.rectify(FloatSteps.fromF32(a)), (float) FloatSteps.rectify(FloatSteps.fromF32(b)));
    }

    @Ptx("cvt.rn.satfinite.e5m2x2.f16x2")
    public static int halvesToE5m2x2(int a) {
        return toE5m2x2(Half.toFloat(a >>> 16), Half.toFloat(a));
    }

    @Ptx("cvt.rn{.satfinite.relu,.relu.satfinite}.e5m2x2.f16x2")
    public static int halvesToE5m2x2Relu(int a) {
        return toE5m2x2Relu(Half.toFloat(a >>> 16), Half.toFloat(a));
    }

    @Ptx("cvt.rn.f16x2.e5m2x2")
    public static int fromE5m2x2(int a) {
        return Half.pack(NarrowFloat.E5M2.toHalf(a >>> 8), NarrowFloat.E5M2.toHalf(a));
    }

    @Ptx("cvt.rn.relu.f16x2.e5m2x2")
    public static int fromE5m2x2Relu(int a) {
        return Half.pack(Half.rectify(NarrowFloat.E5M2.toHalf(a >>> 8)), Half.rectify(NarrowFloat.E5M2.toHalf(a)));
    }

    @Ptx("cvt.pack.sat.u16.s32")
    public static int packU16(int a, int b) {
        return Half.pack(WholeSteps.clampU16(a), WholeSteps.clampU16(b));
    }

    @Ptx("cvt.pack.sat.s16.s32")
    public static int packS16(int a, int b) {
        return Half.pack(WholeSteps.clampS16(a), WholeSteps.clampS16(b));
    }

    @Ptx("cvt.pack.sat.u8.s32.b32")
    public static int packU8(int a, int b, int c) {
        return pack(clamp(a, 0, 255), clamp(b, 0, 255), c, 8);
    }

    @Ptx("cvt.pack.sat.s8.s32.b32")
    public static int packS8(int a, int b, int c) {
        return pack(clamp(a, -128, 127), clamp(b, -128, 127), c, 8);
    }

    @Ptx("cvt.pack.sat.u4.s32.b32")
    public static int packU4(int a, int b, int c) {
        return pack(clamp(a, 0, 15), clamp(b, 0, 15), c, 4);
    }

    @Ptx("cvt.pack.sat.s4.s32.b32")
    public static int packS4(int a, int b, int c) {
        return pack(clamp(a, -8, 7), clamp(b, -8, 7), c, 4);
    }

    @Ptx("cvt.pack.sat.u2.s32.b32")
    public static int packU2(int a, int b, int c) {
        return pack(clamp(a, 0, 3), clamp(b, 0, 3), c, 2);
    }

    @Ptx("cvt.pack.sat.s2.s32.b32")
    public static int packS2(int a, int b, int c) {
        return pack(clamp(a, -2, 1), clamp(b, -2, 1), c, 2);
    }

    private static int clamp(int value, int min, int max) {
        return Math.max(min, Math.min(max, value));
    }

    /** Returns the low bits of two numbers under the low bits of {@code rest}. */
    private static int pack(int upper, int lower, int rest, int bits) {
        int mask = (1 << bits) - 1;
        return (rest << (2 * bits)) | ((upper & mask) << bits) | (lower & mask);
    }
}
