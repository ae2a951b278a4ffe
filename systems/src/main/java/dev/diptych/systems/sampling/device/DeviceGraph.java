package dev.diptych.systems.sampling.device;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.Write;
import dev.diptych.model.run.Host;
import dev.diptych.traces.graph.Graph;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A graph's columns in a GPU's memory: 32-bit column positions and sources. */
final class DeviceGraph {
    /** Numbers that the host brings in one operation: 64 MiB. */
    private static final int CHUNK = 1 << 24;

    private final Graph graph;
    private final Buffer indptr;
    private final Buffer indices;

    DeviceGraph(Host host, Gpu gpu, Graph graph) {
        this.graph = graph;
        this.indptr = host.allocate(gpu, bytes(graph.vertices() + 1L));
        this.indices = host.allocate(gpu, bytes(Math.max(1, graph.edges())));
    }

    Graph graph() {
        return graph;
    }

    /** Returns what brings the graph there. */
    List<Op> setUp() {
        List<Op> ops = new ArrayList<>(write(graph.indptr(), graph.vertices() + 1, indptr));
        ops.addAll(write(graph.indices(), graph.edges(), indices));
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
        return new Arg.Address(indptr.all());
    }

    Arg indices() {
        return new Arg.Address(indices.all());
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

    private static long bytes(long numbers) {
        return numbers * Integer.BYTES;
    }
}
