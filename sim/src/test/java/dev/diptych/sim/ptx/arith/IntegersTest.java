package dev.diptych.sim.ptx.arith;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole-number arithmetic, looked up by name, against unbounded whole numbers. */
final class IntegersTest {
    private static final int ROUNDS = 3000;

    @ParameterizedTest(name = "seed 11: {0}")
    @ValueSource(strings = {"u16", "s16", "u32", "s32", "u64", "s64"})
    void agreesWithUnboundedWholeNumbers(String type) throws ReflectiveOperationException {
        int bits = Integer.parseInt(type.substring(1));
        boolean isSigned = type.startsWith("s");
        check("add", type, bits, 2, x -> x[0].add(x[1]));
        check("sub", type, bits, 2, x -> x[0].subtract(x[1]));
        check("mul.lo", type, bits, 2, x -> x[0].multiply(x[1]));
        check("mul.hi", type, bits, 2, x -> x[0].multiply(x[1]).shiftRight(bits));
        check("mad.lo", type, bits, 3, x -> x[0].multiply(x[1]).add(x[2]));
        check("mad.hi", type, bits, 3, x -> x[0].multiply(x[1]).shiftRight(bits).add(x[2]));
        check("div", type, bits, 2, x -> x[1].signum() == 0 ? BigInteger.ONE.negate() : x[0].divide(x[1]));
        check("rem", type, bits, 2, x -> x[1].signum() == 0 ? BigInteger.ONE.negate() : x[0].remainder(x[1]));
        check("min", type, bits, 2, x -> x[0].min(x[1]));
        check("max", type, bits, 2, x -> x[0].max(x[1]));
        check("sad", type, bits, 3, x -> x[0].subtract(x[1]).abs().add(x[2]));
        if (isSigned) {
            check("abs", type, bits, 1, x -> x[0].abs());
            check("neg", type, bits, 1, x -> x[0].negate());
        }
        if (bits < 64) {
            check("mul.wide", type, 2 * bits, 2, x -> x[0].multiply(x[1]));
        }
    }

    @ParameterizedTest(name = "seed 11: {0}")
    @ValueSource(strings = {"u32", "s32"})
    void agreesOnTheFormsThatOnly32BitsHave(String type) throws ReflectiveOperationException {
        check("mul24.lo", type, 32, 2, x -> low24(type, x[0]).multiply(low24(type, x[1])));
        check(
                "mul24.hi",
                type,
                32,
                2,
                x -> low24(type, x[0]).multiply(low24(type, x[1])).shiftRight(16));
        check(
                "mad24.lo",
                type,
                32,
                3,
                x -> low24(type, x[0]).multiply(low24(type, x[1])).add(x[2]));
        check(
                "mad24.hi",
                type,
                32,
                3,
                x -> low24(type, x[0])
                        .multiply(low24(type, x[1]))
                        .shiftRight(16)
                        .add(x[2]));
        if (type.equals("s32")) {
            check("add.sat", type, 32, 2, x -> clamped(x[0].add(x[1])));
            check("sub.sat", type, 32, 2, x -> clamped(x[0].subtract(x[1])));
            check(
                    "mad.hi.sat",
                    type,
                    32,
                    3,
                    x -> clamped(x[0].multiply(x[1]).shiftRight(32).add(x[2])));
            check("min.relu", type, 32, 2, x -> x[0].min(x[1]).max(BigInteger.ZERO));
            check("max.relu", type, 32, 2, x -> x[0].max(x[1]).max(BigInteger.ZERO));
        }
    }

    private static BigInteger low24(String type, BigInteger value) {
        return typed(value, type.charAt(0) + "24");
    }

    private static BigInteger clamped(BigInteger value) {
        return value.max(BigInteger.valueOf(Integer.MIN_VALUE)).min(BigInteger.valueOf(Integer.MAX_VALUE));
    }

    private static void check(
            String operation, String type, int resultBits, int operands, Function<BigInteger[], BigInteger> oracle)
            throws ReflectiveOperationException {
        String name = operation + "." + type;
        EdgeValues values = new EdgeValues(11);
        for (int round = 0; round < ROUNDS; round++) {
            BigInteger[] exact = new BigInteger[operands];
            Object[] arguments = new Object[operands];
            for (int index = 0; index < operands; index++) {
                long bits = values.doubleWord();
                exact[index] = typed(BigInteger.valueOf(bits), type);
                arguments[index] = register(exact[index], type);
            }
            String resultType = type.charAt(0) + Integer.toString(resultBits);
            assertThat(Named.result(name, arguments))
                    .as("%s of %s", name, Arrays.toString(arguments))
                    .isEqualTo(register(oracle.apply(exact), resultType));
        }
    }

    @ParameterizedTest(name = "seed 11: {0} bits")
    @ValueSource(ints = {16, 32, 64})
    void shiftsByCountsBeyondTheWidthAsByTheWidth(int bits) throws ReflectiveOperationException {
        String type = "b" + bits;
        EdgeValues values = new EdgeValues(11);
        for (int round = 0; round < ROUNDS; round++) {
            long operand = values.doubleWord();
            int count = values.flag() ? values.count(70) : values.word();
            int bounded = Integer.compareUnsigned(count, bits) < 0 ? count : bits;
            for (String kind : new String[] {"u", "s", "b"}) {
                BigInteger exact = typed(BigInteger.valueOf(operand), kind + bits);
                Object argument = register(exact, kind + bits);
                assertThat(Named.result("shr." + kind + bits, argument, count))
                        .isEqualTo(register(exact.shiftRight(bounded), type));
            }
            BigInteger exact = typed(BigInteger.valueOf(operand), type);
            assertThat(Named.result("shl." + type, register(exact, type), count))
                    .isEqualTo(register(exact.shiftLeft(bounded), type));
        }
    }

    /** Returns the value that a type sees in the lowest bits of another. */
    private static BigInteger typed(BigInteger value, String type) {
        int bits = Integer.parseInt(type.substring(1));
        BigInteger low = value.and(BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE));
        return type.startsWith("s") && low.testBit(bits - 1) ? low.subtract(BigInteger.ONE.shiftLeft(bits)) : low;
    }

    /** Returns how a register holds a value: upper bits zero below 32 bits. */
    private static Object register(BigInteger value, String type) {
        BigInteger low = typed(value, "u" + type.substring(1));
        if (type.endsWith("64")) {
            return low.longValue();
        }
        return low.intValue();
    }
}
