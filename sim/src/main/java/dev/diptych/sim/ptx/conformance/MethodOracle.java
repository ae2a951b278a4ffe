package dev.diptych.sim.ptx.conformance;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;

/** The methods of an instruction, each called with what the one before returned; given bits and asked for bits. */
final class MethodOracle implements Oracle {
    private final List<Method> steps;
    private final List<Format> operands;
    private final boolean isFlushing;
    private final boolean isSaturating;

    /**
     * @param steps none for an instruction that hands on its operand
     * @param isFlushing whether subnormal {@code float} operands and results become zeros of their sign
     * @param isSaturating whether {@code float} results are clamped to [0, 1]
     */
    MethodOracle(List<Method> steps, List<Format> operands, boolean isFlushing, boolean isSaturating) {
        this.steps = List.copyOf(steps);
        this.operands = List.copyOf(operands);
        this.isFlushing = isFlushing;
        this.isSaturating = isSaturating;
    }

    @Override
    public long of(long[] values) {
        if (steps.isEmpty()) {
            return operands.get(0).masked(values[0]);
        }
        Class<?>[] types = steps.get(0).getParameterTypes();
        Object[] arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            arguments[i] = argument(types[i], operands.get(i).masked(values[i]));
        }
        Object result = invoke(steps.get(0), arguments);
        for (Method step : steps.subList(1, steps.size())) {
            result = invoke(step, result);
        }
        return bits(result);
    }

    private Object argument(Class<?> type, long value) {
        if (type == float.class) {
            float single = Float.intBitsToFloat((int) value);
            return isFlushing ? flushed(single) : single;
        }
        if (type == double.class) {
            return Double.longBitsToDouble(value);
        }
        if (type == boolean.class) {
            return value != 0;
        }
        return type == long.class ? (Object) value : (Object) (int) value;
    }

    private static Object invoke(Method method, Object... arguments) {
        try {
            Object result = method.invoke(null, arguments);
            if (result == null) {
                throw new IllegalStateException(method + " gave nothing");
            }
            return result;
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("%s failed for %s".formatted(method, List.of(arguments)), e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(method + " is not public in a public class", e);
        }
    }

    private long bits(Object result) {
        if (result instanceof Float single) {
            float flushed = isFlushing ? flushed(single) : single;
            return Float.floatToRawIntBits(isSaturating ? saturated(flushed) : flushed) & Format.mask(Integer.SIZE);
        }
        if (result instanceof Double number) {
            return Double.doubleToRawLongBits(number);
        }
        if (result instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        if (result instanceof Integer bits) {
            return bits & Format.mask(Integer.SIZE);
        }
        if (result instanceof Long bits) {
            return bits;
        }
        throw new IllegalStateException("%s gave %s, which no register holds".formatted(steps, result));
    }

    /** PTX ISA 9.0, section "Floating Point Instructions": {@code .ftz} keeps the sign. */
    private static float flushed(float value) {
        return Math.abs(value) < Float.MIN_NORMAL ? Math.copySign(0f, value) : value;
    }

    /** PTX ISA 9.0, same section: {@code .sat} turns NaN into +0. */
    private static float saturated(float value) {
        return value > 0 ? Math.min(value, 1f) : 0f;
    }
}
