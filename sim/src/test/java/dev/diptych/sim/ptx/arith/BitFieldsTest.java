package dev.diptych.sim.ptx.arith;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Bit fields, shifts and permutations against the loops that the manual defines them by. Seed 13. */
final class BitFieldsTest {
    private static final int ROUNDS = 20_000;
    private final EdgeValues values = new EdgeValues(13);

    @Test
    void extractsFieldsBitByBit() {
        for (int round = 0; round < ROUNDS; round++) {
            long a = values.doubleWord();
            int position = values.flag() ? values.count(70) : values.word();
            int length = values.flag() ? values.count(70) : values.word();
            assertThat(BitFields.extractUnsigned((int) a, position, length))
                    .isEqualTo((int) extracted(a, position, length, 32, false));
            assertThat(BitFields.extractSigned((int) a, position, length))
                    .as("%x from %d, %d bits", a, position, length)
                    .isEqualTo((int) extracted(a, position, length, 32, true));
            assertThat(BitFields.extractUnsigned(a, position, length))
                    .isEqualTo(extracted(a, position, length, 64, false));
            assertThat(BitFields.extractSigned(a, position, length))
                    .isEqualTo(extracted(a, position, length, 64, true));
        }
    }

    private static long extracted(long a, int position, int length, int width, boolean isSigned) {
        int from = taken(position, width);
        int count = taken(length, width);
        long fill = isSigned && count > 0 ? bit(a, Math.min(from + count - 1, width - 1)) : 0;
        long result = 0;
        for (int i = 0; i < width; i++) {
            result |= (i < count && from + i < width ? bit(a, from + i) : fill) << i;
        }
        return result;
    }

    /** Counts of 32-bit fields are modulo 256, those of 64-bit ones whole, of which none beyond 64 makes a difference. */
    private static int taken(int count, int width) {
        return width == 32 ? count & 0xff : Integer.compareUnsigned(count, 64) > 0 ? 64 : count;
    }

    @Test
    void insertsFieldsBitByBit() {
        for (int round = 0; round < ROUNDS; round++) {
            long a = values.doubleWord();
            long b = values.doubleWord();
            int position = values.flag() ? values.count(70) : values.word();
            int length = values.flag() ? values.count(70) : values.word();
            assertThat(BitFields.insert((int) a, (int) b, position, length))
                    .isEqualTo((int) inserted(a, b, position, length, 32));
            assertThat(BitFields.insert(a, b, position, length)).isEqualTo(inserted(a, b, position, length, 64));
        }
    }

    private static long inserted(long a, long b, int position, int length, int width) {
        int from = taken(position, width);
        long result = b;
        for (int i = 0; i < taken(length, width) && from + i < width; i++) {
            result = (result & ~(1L << (from + i))) | (bit(a, i) << (from + i));
        }
        return result;
    }

    private static long bit(long a, int index) {
        return (a >>> index) & 1;
    }

    @Test
    void findsTheTopBitThatDiffersFromTheSign() {
        assertThat(BitFields.topBitUnsigned(0)).isEqualTo(-1);
        assertThat(BitFields.topBitSigned(-1)).isEqualTo(-1);
        assertThat(BitFields.topBitShiftSigned(-1L)).isEqualTo(-1);
        for (int round = 0; round < ROUNDS; round++) {
            long a = values.doubleWord();
            assertThat(BitFields.topBitUnsigned(a)).isEqualTo(topBit(a, 64));
            assertThat(BitFields.topBitUnsigned((int) a)).isEqualTo(topBit(a, 32));
            assertThat(BitFields.topBitSigned(a)).isEqualTo(topBit(a < 0 ? ~a : a, 64));
            assertThat(BitFields.topBitSigned((int) a)).isEqualTo(topBit((int) a < 0 ? ~a : a, 32));
            int top = topBit(a, 32);
            assertThat(BitFields.topBitShiftUnsigned((int) a)).isEqualTo(top < 0 ? -1 : 31 - top);
        }
    }

    private static int topBit(long a, int width) {
        for (int i = width - 1; i >= 0; i--) {
            if (bit(a, i) == 1) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void findsTheNthBitUpwardAndDownward() {
        assertThat(BitFields.nthSet(0b1011_0010, 0, 1)).isEqualTo(1);
        assertThat(BitFields.nthSet(0b1011_0010, 1, 1)).isEqualTo(1);
        assertThat(BitFields.nthSet(0b1011_0010, 2, 3)).isEqualTo(7);
        assertThat(BitFields.nthSet(0b1011_0010, 2, 4)).isEqualTo(-1);
        assertThat(BitFields.nthSet(0b1011_0010, 6, -1)).isEqualTo(5);
        assertThat(BitFields.nthSet(0b1011_0010, 7, -4)).isEqualTo(1);
        assertThat(BitFields.nthSet(0b1011_0010, 7, -5)).isEqualTo(-1);
        assertThat(BitFields.nthSet(0b1011_0010, 4, 0)).isEqualTo(4);
        assertThat(BitFields.nthSet(0b1011_0010, 3, 0)).isEqualTo(-1);
        assertThat(BitFields.nthSet(-1, 31, -Integer.MAX_VALUE)).isEqualTo(-1);
        assertThat(BitFields.nthSet(-1, 31, Integer.MIN_VALUE)).isZero();
    }

    @Test
    void extendsFromAnyNumberOfBits() {
        for (int count = 0; count < 70; count++) {
            int a = values.word();
            int wrapped = count & 31;
            int clamped = Math.min(count, 32);
            assertThat(BitFields.zeroExtendWrapped(a, count)).isEqualTo((int) (a & ((1L << wrapped) - 1)));
            assertThat(BitFields.zeroExtendClamped(a, count)).isEqualTo((int) (a & ((1L << clamped) - 1)));
            assertThat(BitFields.signExtendWrapped(a, count))
                    .isEqualTo((int) ((long) a << (63 - wrapped) << 1 >> (63 - wrapped) >> 1));
            assertThat(BitFields.signExtendClamped(a, count))
                    .isEqualTo((int) ((long) a << (63 - clamped) << 1 >> (63 - clamped) >> 1));
        }
        assertThat(BitFields.signExtendClamped(0x8000_0000, -1)).isEqualTo(0x8000_0000);
    }

    @Test
    void masksAreCutOffAtTheTop() {
        assertThat(BitFields.maskWrapped(1, 2)).isEqualTo(6);
        assertThat(BitFields.maskWrapped(33, 34)).isEqualTo(6);
        assertThat(BitFields.maskWrapped(4, 32)).isZero();
        assertThat(BitFields.maskClamped(4, 32)).isEqualTo(0xffff_fff0);
        assertThat(BitFields.maskClamped(31, 31)).isEqualTo(0x8000_0000);
        assertThat(BitFields.maskClamped(32, 3)).isZero();
        assertThat(BitFields.maskClamped(-1, 3)).isZero();
        assertThat(BitFields.maskClamped(0, -1)).isEqualTo(-1);
    }

    @Test
    void funnelsShiftTheJoinedWord() {
        for (int round = 0; round < ROUNDS; round++) {
            long joined = values.doubleWord();
            int low = (int) joined;
            int high = (int) (joined >>> 32);
            int count = values.flag() ? values.count(70) : values.word();
            int clamped = Integer.compareUnsigned(count, 32) < 0 ? count : 32;
            assertThat(Shifts.funnelLeftClamped(low, high, count)).isEqualTo((int) ((joined << clamped) >>> 32));
            assertThat(Shifts.funnelRightClamped(low, high, count)).isEqualTo((int) (joined >>> clamped));
            assertThat(Shifts.funnelLeftWrapped(low, high, count)).isEqualTo((int) ((joined << (count & 31)) >>> 32));
            assertThat(Shifts.funnelRightWrapped(low, high, count)).isEqualTo((int) (joined >>> (count & 31)));
        }
    }

    @Test
    void everyTableOfThreeInputsIsLookedUpBitByBit() {
        for (int table = 0; table < 256; table++) {
            // Bits 0 to 7 hold each combination of three inputs once.
            assertThat(Logic.lop3(0xf0, 0xcc, 0xaa, table) & 0xff).isEqualTo(table);
        }
    }

    @Test
    void permutesBytesInEveryMode() {
        int a = 0x33221100;
        int b = 0x77665544;
        assertThat(BytePermutes.permute(a, b, 0x0123)).isEqualTo(0x00112233);
        assertThat(BytePermutes.permute(a, b, 0xffff_7654)).isEqualTo(b);
        assertThat(BytePermutes.permute(0x80, 0x7f, 0xc8c8)).isEqualTo(0x00ff00ff);
        assertThat(BytePermutes.forward(a, b, 1)).isEqualTo(0x44332211);
        assertThat(BytePermutes.forward(a, b, 3)).isEqualTo(0x66554433);
        assertThat(BytePermutes.backward(a, b, 0)).isEqualTo(0x55667700);
        assertThat(BytePermutes.backward(a, b, 3)).isEqualTo(0x00112233);
        assertThat(BytePermutes.replicatedByte(a, b, 2)).isEqualTo(0x22222222);
        assertThat(BytePermutes.edgeClampedLeft(a, b, 1)).isEqualTo(0x33221111);
        assertThat(BytePermutes.edgeClampedLeft(a, b, 3)).isEqualTo(0x33333333);
        assertThat(BytePermutes.edgeClampedRight(a, b, 2)).isEqualTo(0x22221100);
        assertThat(BytePermutes.edgeClampedRight(a, b, 0)).isEqualTo(0);
        assertThat(BytePermutes.replicatedHalf(a, b, 2)).isEqualTo(0x11001100);
        assertThat(BytePermutes.replicatedHalf(a, b, 3)).isEqualTo(0x33223322);
    }

    @Test
    void dotProductsMixSigns() {
        assertThat(DotProducts.dp4aSignedSigned(0xff01_80_7f, 0x02fe_0102, 5)).isEqualTo(5 - 2 - 2 - 128 + 254);
        assertThat(DotProducts.dp4aUnsignedUnsigned(0xff01_80_7f, 0x02fe_0102, 5))
                .isEqualTo(5 + 510 + 254 + 128 + 254);
        assertThat(DotProducts.dp4aUnsignedSigned(0xff01_80_7f, 0x02fe_0102, 5)).isEqualTo(5 + 510 - 2 + 128 + 254);
        assertThat(DotProducts.dp4aSignedUnsigned(0xff01_80_7f, 0x02fe_0102, 5)).isEqualTo(5 - 2 + 254 - 128 + 254);
        assertThat(DotProducts.dp2aLowSignedSigned(0xffff_0003, 0x0504_fe02, 1)).isEqualTo(1 + 6 + 2);
        assertThat(DotProducts.dp2aHighSignedUnsigned(0xffff_0003, 0xfe02_0000, 1))
                .isEqualTo(1 + 6 - 254);
        assertThat(DotProducts.dp2aHighUnsignedSigned(0xffff_0003, 0xfe02_0000, 1))
                .isEqualTo(1 + 6 - 131070);
    }

    @Test
    void packedShortsDoNotCarryIntoEachOther() {
        assertThat(PackedShorts.add(0x0001_ffff, 0x0001_0001)).isEqualTo(0x0002_0000);
        assertThat(PackedShorts.minSigned(0xffff_7fff, 0x0001_8000)).isEqualTo(0xffff_8000);
        assertThat(PackedShorts.maxUnsigned(0xffff_7fff, 0x0001_8000)).isEqualTo(0xffff_8000);
        assertThat(PackedShorts.maxClamped(0xffff_8000, 0xfffe_0003)).isEqualTo(0x0000_0003);
        assertThat(PackedShorts.minClamped(0x0005_8000, 0x0007_0003)).isEqualTo(0x0005_0000);
    }
}
