package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.Write;
import dev.diptych.traces.graph.Graph;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A graph's columns in a GPU's memory: 32-bit column positions and sources, and what programs ask for of its weights. */
final class DeviceGraph {
    /** Numbers that the host brings in one operation: 64 MiB. */
    private static final int CHUNK = 1 << 24;

    private final Memory memory;
    private final Graph graph;
    private final Buffer indptr;
    private final Buffer indices;
    private @Nullable Buffer weights;
    private @Nullable Buffer weightSums;

    DeviceGraph(Memory memory, Graph graph) {
        this.memory = memory;
        this.graph = graph;
        this.indptr = memory.words(graph.vertices() + 1L);
        this.indices = memory.words(graph.edges());
    }

    Graph graph() {
        return graph;
    }

    /** Returns what brings the graph there, with as much of its weights as was asked for before. */
    List<Op> setUp() {
        List<Op> ops = new ArrayList<>(write(graph.indptr(), graph.vertices() + 1, indptr));
        ops.addAll(write(graph.indices(), graph.edges(), indices));
        if (weights != null) {
            int[] bits = new int[graph.edges()];
            Arrays.setAll(bits, position -> Float.floatToRawIntBits(graph.weight(position)));
            ops.addAll(write(bits, bits.length, weights));
        }
        if (weightSums != null) {
            Buffer columns = memory.words(1);
            ops.addAll(write(new int[] {graph.vertices()}, 1, columns));
            ops.add(WeightedDraws.sums(
                    memory, weightSums, Memory.address(columns), graph.vertices(), indptr(), weights()));
        }
        return ops;
    }

    /** Returns how many edges end in so many vertices at most. */
    long mostEdges(long vertices) {
        int[] degrees = new int[graph.vertices()];
        Arrays.setAll(degrees, graph::degree);
        Arrays.sort(degrees);
        long most = 0;
        for (int i = 0; i < Math.min(vertices, degrees.length); i++) {
            most += degrees[degrees.length - 1 - i];
        }
        return most;
    }

    Arg indptr() {
        return Memory.address(indptr);
    }

    Arg indices() {
        return Memory.address(indices);
    }

    /** Returns each edge's weight: binary32. */
    Arg weights() {
        if (weights == null) {
            weights = memory.words(graph.edges());
        }
        return Memory.address(weights);
    }

    /** Returns the sums of weights in each column: {@code weight_sums}. */
    Arg weightSums() {
        if (weightSums == null) {
            weights();
            weightSums = memory.longWords(graph.edges());
        }
        return Memory.address(weightSums);
    }

    /** Returns what writes so many numbers to a buffer, in parts that the host can hold. */
    static List<Op> write(int[] numbers, int count, Buffer to) {
        List<Op> ops = new ArrayList<>();
        for (int from = 0; from < count; from += CHUNK) {
            int size = Math.min(CHUNK, count - from);
            ByteBuffer bytes = ByteBuffer.allocate(size * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asIntBuffer().put(numbers, from, size);
            ops.add(new Write(Bytes.copyOf(bytes), to.slice((long) from * Integer.BYTES, bytes.capacity())));
        }
        return ops;
    }
}
