package dev.diptych.systems.sampling.reference;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** Several numbers for each vertex, computed when somebody asks for them. */
final class FeaturesValue {
    private final IntFunction<float[]> rule;
    private final Map<Integer, float[]> known = new HashMap<>();

    FeaturesValue(IntFunction<float[]> rule) {
        this.rule = rule;
    }

    float[] of(int vertex) {
        return known.computeIfAbsent(vertex, rule::apply);
    }
}
