package dev.diptych.sim.ptx.arith;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** Chains of two words, looked up by name, against unbounded whole numbers. Seed 12. */
final class CarryChainsTest {
    private static final int ROUNDS = 3000;
    private final EdgeValues values = new EdgeValues(12);

    @Test
    void addsAndSubtractsTwoWordsOf32Bits() throws ReflectiveOperationException {
        for (int round = 0; round < ROUNDS; round++) {
            long a = values.doubleWord();
            long b = values.doubleWord();
            assertThat(joined(chain("add.cc.u32", (int) a, (int) b), "addc.u32", (int) (a >>> 32), (int) (b >>> 32)))
                    .isEqualTo(a + b);
            assertThat(joined(chain("sub.cc.u32", (int) a, (int) b), "subc.u32", (int) (a >>> 32), (int) (b >>> 32)))
                    .isEqualTo(a - b);
        }
    }

    private static long joined(int[] lowAndCarry, String upper, int a, int b) throws ReflectiveOperationException {
        int high = (int) Named.result(upper, a, b, lowAndCarry[1]);
        return ((long) high << 32) | (lowAndCarry[0] & 0xffffffffL);
    }

    private static int[] chain(String name, Object... operands) throws ReflectiveOperationException {
        return new int[] {(int) Named.result(name, operands), Named.carry(name, operands)};
    }

    @Test
    void carriesOutOf64BitsAsUnboundedNumbersDo() {
        for (int round = 0; round < ROUNDS; round++) {
            long a = values.doubleWord();
            long b = values.doubleWord();
            int in = values.count(2);
            BigInteger sum = unsigned(a).add(unsigned(b)).add(BigInteger.valueOf(in));
            BigInteger difference = unsigned(a).subtract(unsigned(b)).subtract(BigInteger.valueOf(in));
            assertThat(CarryChains.addCarry(a, b, in)).isEqualTo(sum.testBit(64) ? 1 : 0);
            assertThat(CarryChains.subBorrow(a, b, in)).isEqualTo(difference.signum() < 0 ? 1 : 0);
            int narrowBorrow = (a & 0xffffffffL) - (b & 0xffffffffL) - in < 0 ? 1 : 0;
            assertThat(CarryChains.subBorrow((int) a, (int) b, in)).isEqualTo(narrowBorrow);
            int narrowCarry = (int) (((a & 0xffffffffL) + (b & 0xffffffffL) + in) >> 32);
            assertThat(CarryChains.addCarry((int) a, (int) b, in)).isEqualTo(narrowCarry);
        }
    }

    @Test
    void multipliesTwoWordsIntoFourAsTheManualChainsIt() {
        for (int round = 0; round < ROUNDS; round++) {
            long a = values.doubleWord();
            long b = values.doubleWord();
            BigInteger c = unsigned(values.doubleWord()).shiftLeft(64).add(unsigned(values.doubleWord()));
            long low = CarryChains.madLow(a, b, c.longValue());
            int carry = CarryChains.madLowCarry(a, b, c.longValue());
            long high = CarryChains.madHighUnsigned(a, b, c.shiftRight(64).longValue(), carry);
            BigInteger exact = unsigned(a).multiply(unsigned(b)).add(c);
            assertThat(low).isEqualTo(exact.longValue());
            assertThat(high).isEqualTo(exact.shiftRight(64).longValue());
            int out = CarryChains.madHighUnsignedCarry(a, b, c.shiftRight(64).longValue(), carry);
            assertThat(out).isEqualTo(exact.testBit(128) ? 1 : 0);
        }
    }

    private static BigInteger unsigned(long bits) {
        return new BigInteger(Long.toUnsignedString(bits));
    }
}
