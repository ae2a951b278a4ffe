package dev.diptych.sim.ptx.conformance;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Kernel;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.ReadBack;
import dev.diptych.model.op.Write;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.Host;
import dev.diptych.model.run.Program;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the kernels of a module of probes, one after the other, and keeps what each wrote. */
final class ProbeProgram implements Program {
    private static final Gpu GPU = new Gpu(0);
    private static final int BLOCK_THREADS = 256;

    private final String module;
    private final List<Probe> probes;
    private final Map<List<Format>, Operands> operands;
    private final Map<List<Format>, List<Arg>> uploaded = new HashMap<>();
    private final Map<Long, Integer> probeOfReadBack = new HashMap<>();
    private final Map<Integer, Bytes> results = new HashMap<>();

    /** @param module the path of the PTX file that {@link ProbeModule} made of the same probes */
    ProbeProgram(String module, List<Probe> probes, Map<List<Format>, Operands> operands) {
        this.module = module;
        this.probes = List.copyOf(probes);
        this.operands = operands;
    }

    /** Returns what a probe's threads stored, one after the other. */
    Bytes result(int probe) {
        Bytes found = results.get(probe);
        if (found == null) {
            throw new IllegalStateException(
                    "the run ended without the result of probe %d of %s".formatted(probe, module));
        }
        return found;
    }

    @Override
    public Controller start(Host host) {
        for (int i = 0; i < probes.size(); i++) {
            launch(host, i);
        }
        return new Controller() {
            @Override
            public void onArrival(Arrival arrival) {
                throw new IllegalStateException("request %d arrived, but none was sent".formatted(arrival.requestId()));
            }

            @Override
            public void onOpDone(long opId, long startNanos, long endNanos) {}

            @Override
            public void onValue(long opId, Bytes value) {
                Integer probe = probeOfReadBack.get(opId);
                if (probe == null) {
                    throw new IllegalStateException("operation %d is no read-back of a probe".formatted(opId));
                }
                results.put(probe, value);
            }
        };
    }

    private void launch(Host host, int index) {
        Probe probe = probes.get(index);
        Operands inputs = operands.computeIfAbsent(probe.operands(), Operands::new);
        Buffer out = host.allocate(GPU, (long) inputs.count() * probe.result().memoryBytes());
        List<Arg> args = new ArrayList<>();
        args.add(new Arg.Address(out.all()));
        args.addAll(uploaded.computeIfAbsent(probe.operands(), formats -> upload(host, inputs, formats.size())));
        Kernel kernel = new Kernel(module, ProbeModule.entry(index), 0, 0);
        submit(host, new Launch(kernel, Dim.of(inputs.count() / BLOCK_THREADS), Dim.of(BLOCK_THREADS), args));
        probeOfReadBack.put(submit(host, new ReadBack(out.all())), index);
    }

    private static List<Arg> upload(Host host, Operands inputs, int operandCount) {
        List<Arg> addresses = new ArrayList<>();
        for (int i = 0; i < operandCount; i++) {
            Bytes bytes = inputs.bytes(i);
            Buffer buffer = host.allocate(GPU, bytes.size());
            submit(host, new Write(bytes, buffer.all()));
            addresses.add(new Arg.Address(buffer.all()));
        }
        return addresses;
    }

    private static long submit(Host host, Op op) {
        return host.submit(GPU, 0, Host.NO_REQUEST, op);
    }
}
