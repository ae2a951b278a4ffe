package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is done with numbers once they are computed, in the launch that computes them: {@code number.cu}. */
final class NumberKernels {
    private static final String MODULE = "number";

    private final Memory memory;
    private final DeviceGraph graph;
    private final BroughtNumbers brought;
    private final Zeros zeros;
    private @Nullable Buffer mistakes;

    NumberKernels(Memory memory, DeviceGraph graph, BroughtNumbers brought, Zeros zeros) {
        this.memory = memory;
        this.graph = graph;
        this.brought = brought;
        this.zeros = zeros;
    }

    /** Adds what writes each edge's number; returns where. */
    Buffer store(NumberCode code, DeviceEdges edges, List<Op> to) {
        Buffer stored = memory.words(edges.capacity());
        to.add(edgeLaunch("number_store", List.of(Memory.address(stored)), code, edges));
        return stored;
    }

    /** Adds what sums the numbers of each column's edges; returns where. */
    Buffer byColumn(NumberCode code, DeviceEdges edges, List<Op> to) {
        Buffer sums = zeros.sums(edges.columns().capacity());
        to.add(edgeLaunch("number_by_column", List.of(Memory.address(sums), mistakesArg()), code, edges));
        return sums;
    }

    /** Adds what sums the numbers of each row's edges, in two launches; returns where. */
    RowSums byRow(NumberCode code, DeviceEdges edges, List<Op> to) {
        RowSums sums = RowSums.of(memory, edges);
        DeviceFrontier columns = edges.columns();
        List<Arg> clear = new ArrayList<>(sums.args().subList(0, 2));
        clear.addAll(List.of(
                Memory.address(sums.counts()),
                new Arg.I32((int) sums.region()),
                Memory.address(columns.starts()),
                new Arg.I32(columns.samples()),
                Memory.address(edges.first()),
                new Arg.I32(graph.graph().vertices())));
        to.add(memory.threads(MODULE, "number_clear_rows", columns.samples() * sums.region(), clear));
        List<Arg> args = new ArrayList<>(sums.args());
        args.add(mistakesArg());
        to.add(edgeLaunch("number_by_row", args, code, edges));
        return sums;
    }

    /** Adds what sums the numbers of each sample's columns; returns where. */
    Buffer totalOfColumns(NumberCode code, DeviceFrontier columns, List<Op> to) {
        Buffer sums = zeros.sums(columns.samples());
        List<Arg> args = args(List.of(Memory.address(sums), mistakesArg()), code);
        args.addAll(List.of(
                Memory.address(columns.vertices()), Memory.address(columns.starts()), new Arg.I32(columns.samples())));
        to.add(memory.threads(MODULE, "number_total_columns", columns.capacity(), code.registers(), args));
        return sums;
    }

    /**
     * Adds what sums the numbers of each sample's rows; returns where.
     *
     * @param isSparse whether only rows that the code's sums are of have one that is not 0
     */
    Buffer totalOfRows(NumberCode code, int samples, boolean isSparse, List<Op> to) {
        Buffer sums = zeros.sums(samples);
        List<Arg> args = args(List.of(Memory.address(sums), mistakesArg()), code);
        args.addAll(rowDomain(samples, isSparse));
        to.add(memory.threads(MODULE, "number_total_rows", rowSlots(code, samples, isSparse), code.registers(), args));
        return sums;
    }

    /** Returns results, code with its inputs, in the order in which all kernels take them. */
    List<Arg> args(List<Arg> results, NumberCode code) {
        List<Arg> args = new ArrayList<>(results);
        args.addAll(code.args(brought.code(code.words())));
        return args;
    }

    /** Returns where kernels say what is wrong with numbers; null if none does. */
    @Nullable
    Buffer mistakes() {
        return mistakes;
    }

    Arg mistakesArg() {
        if (mistakes == null) {
            mistakes = zeros.words(1);
        }
        return Memory.address(mistakes);
    }

    /** Returns how many slots of tables, or vertices, all samples have at most. */
    long rowSlots(NumberCode code, int samples, boolean isSparse) {
        return samples
                * (isSparse
                        ? Objects.requireNonNull(code.rows()).region()
                        : graph.graph().vertices());
    }

    private List<Arg> rowDomain(int samples, boolean isSparse) {
        return List.of(
                new Arg.I32(samples),
                new Arg.I32(isSparse ? 1 : 0),
                new Arg.I32(graph.graph().vertices()));
    }

    private Launch edgeLaunch(String kernel, List<Arg> results, NumberCode code, DeviceEdges edges) {
        List<Arg> args = args(results, code);
        args.addAll(edges.args(graph));
        return memory.threads(MODULE, kernel, edges.capacity(), code.registers(), args);
    }
}
