package dev.diptych.sim;

import dev.diptych.model.hw.CacheSpec;
import dev.diptych.model.hw.DispatchSpec;
import dev.diptych.model.hw.Frequency;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.HostSpec;
import dev.diptych.model.hw.LatencySpec;
import dev.diptych.model.hw.Link;
import dev.diptych.model.hw.MemorySpec;
import dev.diptych.model.hw.PipeSpec;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.SliceSpec;
import dev.diptych.model.hw.SmSpec;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Kernel;
import dev.diptych.model.op.Launch;
import dev.diptych.model.work.BlockClass;
import dev.diptych.model.work.Phase;
import dev.diptych.model.work.Pipe;
import dev.diptych.model.work.WorkProfile;
import dev.diptych.sim.work.KernelWork;
import dev.diptych.sim.work.KnownBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A small machine with round numbers: 1 cycle is 1 ns, and what a test does not look at costs nothing. */
public final class Fixture {
    /** An SM of compute capability 9.0. */
    public static final SmSpec HOPPER = new SmSpec(
            2048,
            32,
            65536,
            256,
            4,
            233472,
            232448,
            128,
            1024,
            new PipeSpec(4, 4, 2, 2, 2, 0.5, 1, 0.5, 0.5),
            new LatencySpec(4, 8, 18, 33, 29, 60, 24, 20, 0),
            64);

    public static final DispatchSpec DISPATCH = new DispatchSpec(32, 128, 1000, 0, 1000, 0, 0, 0, 0, 1);
    public static final MemorySpec MEMORY = new MemorySpec(1L << 30, 1000, 1, 1, 0, 500, 0.2, 0, 0, 0, 100);
    public static final HostSpec HOST = new HostSpec(1L << 40, 400, 0, 0, 0, 0);
    public static final Gpu GPU = new Gpu(0);

    private Fixture() {}

    public static GpuSpec gpu(int sms, DispatchSpec dispatch, MemorySpec memory) {
        CacheSpec cache = new CacheSpec(1 << 20, 1 << 20, 128, 32, 32, 16, 1, 200, 64);
        return new GpuSpec(
                "test",
                sms,
                new Frequency(1000),
                HOPPER,
                cache,
                cache,
                new SliceSpec(100_000, 100_000, 100_000, 1000, 0),
                memory,
                dispatch);
    }

    /** Instructions and waits in so many turns that the shorter hides behind the longer. */
    public static Phase interleaved(long warpInstructions, long chainCycles) {
        return new Phase(Map.of(Pipe.ISSUE, warpInstructions), chainCycles, 1e9, 1, List.of());
    }

    /** One GPU with links to and from the host: 20 GB/s for kernels, 25 GB/s for copies, 10 us latency of a copy. */
    public static Platform platform(GpuSpec gpu, HostSpec host) {
        return new Platform(
                "test",
                List.of(gpu),
                List.of(
                        new Link(HostMemory.HOST, GPU, 20, 25, 1000, 10_000, 2, 0, 0),
                        new Link(GPU, HostMemory.HOST, 20, 25, 1000, 10_000, 2, 0, 0)),
                host);
    }

    /**
     * So many GPUs, each with links to and from the host, 20 GB/s for kernels and 25 GB/s for copies, and to and from each other, four times as
     * fast. Calls and notices take the time that they take on an H200's host.
     */
    public static Platform platform(int sms, int gpus, double hostGigabytesPerSecond) {
        List<Link> links = new ArrayList<>();
        for (int i = 0; i < gpus; i++) {
            links.add(new Link(HostMemory.HOST, new Gpu(i), 20, 25, 1000, 3_000, 2, 0, 0));
            links.add(new Link(new Gpu(i), HostMemory.HOST, 20, 25, 1000, 3_000, 2, 0, 0));
            for (int j = 0; j < gpus; j++) {
                if (i != j) {
                    links.add(new Link(new Gpu(i), new Gpu(j), 80, 100, 1000, 3_000, 8, 0, 0));
                }
            }
        }
        HostSpec host = new HostSpec(1L << 40, hostGigabytesPerSecond, 3_600, 500, 500, 2_200);
        return new Platform("test", Collections.nCopies(gpus, gpu(sms, DISPATCH, MEMORY)), links, host);
    }

    public static Platform platform(int sms) {
        return platform(gpu(sms, DISPATCH, MEMORY), HOST);
    }

    /** A kernel that does the same in each block. */
    public static KernelWork work(String name, Phase... phases) {
        return new FixedWork("test/" + name, List.of(phases));
    }

    /** A kernel whose blocks each occupy a whole multiprocessor's threads when they have 1024, half of them. */
    public static Launch launch(String name, int blocks, int threads, Buffer... args) {
        List<Arg> addresses = Arrays.stream(args)
                .<Arg>map(buffer -> new Arg.Address(buffer.all()))
                .toList();
        return new Launch(new Kernel("test", name, 16, 0), Dim.of(blocks), Dim.of(threads), addresses);
    }

    /** A launch that reports each block by itself. */
    public static Launch reporting(String name, int blocks, int threads) {
        Launch plain = launch(name, blocks, threads);
        return new Launch(plain.kernel(), plain.grid(), plain.block(), 0, List.of(), 1);
    }

    private record FixedWork(String name, List<Phase> phases) implements KernelWork {
        @Override
        public String summary() {
            return "the same in each block";
        }

        @Override
        public None defaults() {
            return new None();
        }

        @Override
        public WorkProfile profile(Launch launch, Platform platform, Gpu gpu, KnownBytes bytes) {
            return new WorkProfile(List.of(new BlockClass(launch.grid().count(), phases)), List.of());
        }

        @Override
        public Set<Integer> readOnlyArgs() {
            return Set.of(0);
        }
    }
}
