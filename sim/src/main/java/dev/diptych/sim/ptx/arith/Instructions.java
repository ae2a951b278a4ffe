package dev.diptych.sim.ptx.arith;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The arithmetic instructions by their full names, gathered once from the methods that {@link Ptx} and {@link PtxCarry} mark.
 *
 * <p>Two instructions may share a name and differ in their number of operands: the three-operand minimum and maximum of {@code f32}. The
 * longer one is named with a slash and its number of operands, {@code min.f32/3}.
 */
public final class Instructions {
    private static final Class<?>[] CLASSES = {
        Integers16.class,
        Integers32.class,
        Integers64.class,
        CarryChains.class,
        PackedShorts.class,
        DotProducts.class,
        PackedDifferences.class,
        Logic.class,
        Shifts.class,
        BitFields.class,
        BytePermutes.class,
        Comparisons.class,
        FloatComparisons.class,
        Selections.class,
        SingleArithmetic.class,
        DirectedSingle.class,
        FlushedSingle.class,
        SingleExtremes.class,
        PairArithmetic.class,
        DoubleArithmetic.class,
        DirectedDouble.class,
        DoubleApproximations.class,
        HalfArithmetic.class,
        HalfExtremes.class,
        HalfComparisons.class,
        PackedHalf.class,
        PackedHalfExtremes.class,
        PackedHalfComparisons.class,
        PackedHalfSets.class,
        BfloatArithmetic.class,
        BfloatExtremes.class,
        PackedBfloat.class,
        PackedBfloatComparisons.class,
        PackedConversions.class,
        Approximations.class,
    };

    private static final Map<String, Method> RESULTS = Collections.unmodifiableMap(results());
    private static final Map<String, Method> CARRIES = Collections.unmodifiableMap(outgoingCarries());

    private Instructions() {}

    /** Returns the method that computes each instruction's result, by name and in its order. */
    public static Map<String, Method> all() {
        return RESULTS;
    }

    /** Returns the method that computes the carry flag of each instruction that writes it, by name and in its order. */
    public static Map<String, Method> carries() {
        return CARRIES;
    }

    private static Map<String, Method> results() {
        Map<String, Method> byName = new TreeMap<>();
        for (Method method : methods()) {
            Ptx names = method.getAnnotation(Ptx.class);
            if (names != null) {
                add(byName, names.value(), method);
            }
        }
        return byName;
    }

    private static Map<String, Method> outgoingCarries() {
        Map<String, Method> byName = new TreeMap<>();
        for (Method method : methods()) {
            PtxCarry names = method.getAnnotation(PtxCarry.class);
            if (names != null) {
                add(byName, names.value(), method);
            }
        }
        return byName;
    }

    private static List<Method> methods() {
        List<Method> methods = new ArrayList<>();
        for (Class<?> type : CLASSES) {
            methods.addAll(List.of(type.getDeclaredMethods()));
        }
        // Reflection promises no order, and an error must name the same two methods on every machine.
        methods.sort(Comparator.comparing(Method::toString));
        return methods;
    }

    /**
     * Adds a method under each of its names.
     *
     * @throws IllegalStateException when another method has one of them
     */
    static void add(Map<String, Method> byName, String[] patterns, Method method) {
        for (String pattern : patterns) {
            for (String name : expand(pattern)) {
                Method other = byName.put(name, method);
                if (other != null) {
                    throw new IllegalStateException("both %s and %s are marked as %s".formatted(other, method, name));
                }
            }
        }
    }

    /** Returns the names that a pattern with braces stands for, in the order of its alternatives; braces do not nest. */
    static List<String> expand(String pattern) {
        int open = pattern.indexOf('{');
        if (open < 0) {
            return List.of(pattern);
        }
        int close = pattern.indexOf('}', open);
        if (close < 0) {
            throw new IllegalStateException("a brace is open in '%s'".formatted(pattern));
        }
        List<String> names = new ArrayList<>();
        for (String alternative : pattern.substring(open + 1, close).split(",", -1)) {
            names.addAll(expand(pattern.substring(0, open) + alternative + pattern.substring(close + 1)));
        }
        return names;
    }
}
