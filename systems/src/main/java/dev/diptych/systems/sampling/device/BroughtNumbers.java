package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Op;
import dev.diptych.systems.sampling.GraphInputs;
import dev.diptych.systems.sampling.program.Node;
import dev.diptych.systems.sampling.program.Operator;
import dev.diptych.systems.sampling.program.SamplingProgram;
import dev.diptych.systems.sampling.reference.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that no sample changes: computed once by the reference, before the first batch, and brought to the GPU with the graph. Only those are that
 * something of a sample is computed from.
 */
final class BroughtNumbers {
    private final Memory memory;
    private final GraphInputs inputs;
    private final SamplingProgram program;
    private final long seed;
    private @Nullable Reference reference;
    private final boolean[] isLasting;
    private final Map<Integer, Buffer> brought = new HashMap<>();
    private final List<Op> setUp = new ArrayList<>();

    BroughtNumbers(Memory memory, GraphInputs inputs, SamplingProgram program, long seed) {
        this.memory = memory;
        this.inputs = inputs;
        this.program = program;
        this.seed = seed;
        this.isLasting = program.lasting();
    }

    boolean isLasting(Node node) {
        return isLasting[node.id()];
    }

    /** Returns the only number of a node that lasts. */
    float scalar(Node node) {
        return numbers(node)[0];
    }

    /** Returns where the numbers of a node that lasts lie. */
    Buffer of(Node node) {
        return brought.computeIfAbsent(node.id(), id -> bring(numbers(node)));
    }

    /** Returns whether numbers that somebody keeps were given; if not, each is 1. */
    boolean isGiven(Operator.EdgeState state) {
        return inputs.states().containsKey(state.name());
    }

    /** Returns where numbers lie that somebody keeps, and that were given. */
    Buffer state(Node node, Operator.EdgeState state) {
        return brought.computeIfAbsent(
                node.id(), id -> bring(inputs.states().getOrDefault(state.name(), new float[0])));
    }

    /** Returns a buffer that holds code when batches begin. */
    Buffer code(long[] words) {
        int[] halves = new int[2 * words.length];
        for (int i = 0; i < words.length; i++) {
            halves[2 * i] = (int) words[i];
            halves[2 * i + 1] = (int) (words[i] >>> 32);
        }
        return bring(halves);
    }

    /** Returns what brings all that was asked for. */
    List<Op> setUp() {
        return setUp;
    }

    private float[] numbers(Node node) {
        if (reference == null) {
            reference = new Reference(program, inputs, seed);
        }
        return reference.lasting(node);
    }

    private Buffer bring(float[] numbers) {
        int[] bits = new int[numbers.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(numbers[i]);
        }
        return bring(bits);
    }

    private Buffer bring(int[] words) {
        Buffer buffer = memory.words(words.length);
        setUp.addAll(DeviceGraph.write(words, words.length, buffer));
        return buffer;
    }
}
