package dev.diptych.sim.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Kernel;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Slice;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.random.Philox;
import dev.diptych.model.work.Access;
import dev.diptych.model.work.BlockClass;
import dev.diptych.model.work.Phase;
import dev.diptych.model.work.Pipe;
import dev.diptych.model.work.WorkProfile;
import dev.diptych.sim.work.ExecutedWork;
import dev.diptych.sim.work.KernelWork;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernels of dense directories: what their closed forms count, and what {@link DirectoryEffects} leaves, against their PTX. */
final class DirectoryFormsTest {
    private static final Gpu GPU = new Gpu(0);
    private static final int SIZE = 1 << 14;
    private static final int REGIONS = 3;
    private static final int REGION_BITS = 10;
    private static final int QUEUES = 64;
    private static final int SECTOR_BYTES = 32;

    private final Platform platform = Platforms.load("h200");
    private final Kernels kernels = new Kernels(platform, new Programs());
    private final SimMemory memory = new SimMemory(platform, kernels);

    /** Full tiles, parts of tiles, blocks without any; few sources and many. */
    @ParameterizedTest
    @CsvSource({"1, 512, 2048, 2", "6, 512, 65536, 9", "6, 256, 65536, 9", "3, 1024, 20000, 5", "8, 512, 3000, 9"})
    void countsBucketingAsThePtxDoes(int blocks, int threads, int keys, int sources) {
        Launch launch = bucketing(blocks, threads, keys, sources, 1);
        WorkProfile closed = profile(launch);
        WorkProfile executed = executed(launch);

        near("warp instructions", closed, executed, 0.03, phase -> phase.slots().getOrDefault(Pipe.ISSUE, 0L));
        near("arithmetic", closed, executed, 0.04, phase -> phase.slots().getOrDefault(Pipe.ALU, 0L));
        near("loads and stores", closed, executed, 0.06, phase -> phase.slots().getOrDefault(Pipe.LSU, 0L));
        near("cycles", closed, executed, 0.12, Phase::chainCycles);
        near("bytes read", closed, executed, 0.04, phase -> sum(phase, Access::readBytes));
        near("bytes written", closed, executed, 0.12, phase -> sum(phase, Access::writeBytes));
        near("atomics", closed, executed, 0.05, phase -> sum(phase, Access::atomics));
    }

    @ParameterizedTest
    @CsvSource({"1, 256, 2560", "8, 256, 20000", "16, 128, 1000"})
    void countsPublishingAsThePtxDoes(int blocks, int threads, int keys) {
        for (boolean hasRows : new boolean[] {false, true}) {
            Launch launch = publishing(blocks, threads, keys, SIZE * 2, hasRows);
            WorkProfile closed = profile(launch);
            WorkProfile executed = executed(launch);

            near(
                    "warp instructions",
                    closed,
                    executed,
                    0.06,
                    phase -> phase.slots().getOrDefault(Pipe.ISSUE, 0L));
            near("bytes read", closed, executed, 0.04, phase -> sum(phase, Access::readBytes));
            near("bytes written", closed, executed, 0.04, phase -> sum(phase, Access::writeBytes));
            near("atomics", closed, executed, 0.04, phase -> sum(phase, Access::atomics));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void publishesWhatThePtxDoes(boolean hasRows) {
        // Some keys are beyond the directory.
        Launch launch = publishing(2, 64, 500, SIZE, hasRows);
        Slice words = slice(launch, 0);
        Slice failures = slice(launch, 8);

        assertThat(DirectoryEffects.carryOut(launch, memory)).isTrue();
        Bytes wordsOfLoop = memory.read(words).orElseThrow();
        Bytes failuresOfLoop = memory.read(failures).orElseThrow();
        clear(words, -1);
        clear(failures, 0);
        kernels.execute(launch, GPU, memory);

        assertThat(failuresOfLoop.getInt(0)).isPositive();
        assertThat(memory.read(failures)).contains(failuresOfLoop);
        assertThat(memory.read(words)).contains(wordsOfLoop);
    }

    @Test
    void queuesWhatThePtxDoes() {
        for (int batch = 0; batch < 2; batch++) {
            int sources = 3;
            int keys = 3000;
            Launch launch = bucketing(2, 512, keys, sources, REGIONS, batch);
            clear(slice(launch, 0), 0);
            clear(slice(launch, 1), 0);

            assertThat(DirectoryEffects.carryOut(launch, memory)).isTrue();
            List<Set<String>> ofLoop = queues(launch, sources + REGIONS, keys, batch);
            Bytes talliesOfLoop = memory.read(slice(launch, 2)).orElseThrow();
            clear(slice(launch, 2), 0);
            kernels.execute(launch, GPU, memory);

            assertThat(ofLoop).allSatisfy(queue -> assertThat(queue).isNotEmpty());
            assertThat(queues(launch, sources + REGIONS, keys, batch)).isEqualTo(ofLoop);
            assertThat(memory.read(slice(launch, 2))).contains(talliesOfLoop);
        }
    }

    /** Returns the rows and targets of each queue; their order is up to the machine. */
    private List<Set<String>> queues(Launch launch, int queues, int keys, int batch) {
        LongBuffer rows = memory.read(slice(launch, 0)).orElseThrow().buffer().asLongBuffer();
        Bytes targets = memory.read(slice(launch, 1)).orElseThrow();
        Bytes tallies = memory.read(slice(launch, 2)).orElseThrow();
        List<Set<String>> all = new ArrayList<>();
        for (int queue = 0; queue < queues; queue++) {
            Set<String> entries = new TreeSet<>();
            long count = tallies.getLong((batch * QUEUES + queue) * Long.BYTES);
            for (int i = 0; i < count; i++) {
                int at = queue * keys + i;
                entries.add(rows.get(at) + " to " + targets.getInt(at * Integer.BYTES));
            }
            all.add(entries);
        }
        return all;
    }

    @Test
    void leavesHashedDirectoriesToThePtx() {
        Launch dense = bucketing(2, 512, 3000, 3, REGIONS);
        List<Arg> args = new ArrayList<>(dense.args());
        args.set(8, new Arg.I32(1));
        Launch hashed = new Launch(dense.kernel(), dense.grid(), dense.block(), args);

        assertThat(DirectoryEffects.carryOut(hashed, memory)).isFalse();
        assertThat(work(hashed).covers(hashed)).isFalse();
    }

    private static KernelWork work(Launch launch) {
        return Plugins.find(
                KernelWork.class,
                "kernel",
                launch.kernel().module() + "/" + launch.kernel().entry());
    }

    private WorkProfile profile(Launch launch) {
        assertThat(work(launch).covers(launch)).isTrue();
        return work(launch).profile(launch, platform, GPU, memory);
    }

    private WorkProfile executed(Launch launch) {
        WorkProfile executed = ExecutedWork.of(
                        kernels.launch(kernels.find(launch.kernel()).orElseThrow(), launch, memory),
                        GPU,
                        platform.spec(GPU),
                        memory.asItIs(),
                        1,
                        memory::idOf,
                        false)
                .profile();
        assertThat(executed.executedBlocks()).isEqualTo(launch.grid().count());
        return executed;
    }

    private static void near(
            String what, WorkProfile closed, WorkProfile executed, double share, ToLongFunction<Phase> part) {
        long exact = sum(executed, part);
        assertThat(sum(closed, part)).as(what).isCloseTo(exact, within(SECTOR_BYTES + (long) (exact * share)));
    }

    private static long sum(WorkProfile profile, ToLongFunction<Phase> part) {
        return profile.classes().stream()
                .mapToLong((BlockClass c) ->
                        c.blocks() * c.phases().stream().mapToLong(part).sum())
                .sum();
    }

    private static long sum(Phase phase, ToLongFunction<Access> part) {
        return phase.accesses().stream().mapToLong(part).sum();
    }

    private Launch bucketing(int blocks, int threads, int keys, int sources, int regions) {
        return bucketing(blocks, threads, keys, sources, regions, 0);
    }

    /** Keys that are read alike; one in nine of three regions is unknown. */
    private Launch bucketing(int blocks, int threads, int keys, int sources, int regions, int batch) {
        int size = regions == 1 ? 1 << 20 : SIZE;
        long[] words = new long[size];
        for (int key = 0; key < size; key++) {
            long source = Philox.below(sources, 3, 1, key);
            boolean isKnown = regions == 1 || key % 9 != 0;
            words[key] = isKnown ? source << 56 | Philox.below((long) regions << REGION_BITS, 4, 1, key) : -1;
        }
        long[] read = new long[keys];
        for (int i = 0; i < keys; i++) {
            read[i] = Philox.below(size, 5, 2, i);
        }
        long queues = (long) sources + regions;
        return new Launch(
                new Kernel("bucketing", "bucket_keys", 40, 768),
                Dim.of(blocks),
                Dim.of(threads),
                List.of(
                        new Arg.Address(
                                memory.allocate(GPU, keys * queues * Long.BYTES).all()),
                        new Arg.Address(memory.allocate(GPU, keys * queues * Integer.BYTES)
                                .all()),
                        written(Bytes.ofLongs(new long[3 * QUEUES])),
                        new Arg.I32(batch),
                        written(Bytes.ofLongs(read)),
                        new Arg.I64(keys),
                        written(Bytes.ofLongs(words)),
                        new Arg.I64(size),
                        new Arg.I32(0),
                        new Arg.I32(sources),
                        new Arg.I32(regions),
                        new Arg.I32(REGION_BITS)));
    }

    /** Keys none of which comes twice, below twice the size of {@link #SIZE}. */
    private Launch publishing(int blocks, int threads, int keys, int size, boolean hasRows) {
        long[] names = new long[keys];
        long[] rows = new long[keys];
        for (int i = 0; i < keys; i++) {
            // 7919 is prime.
            names[i] = i * 7919L % (2 * SIZE);
            rows[i] = Philox.below(1L << 40, 6, 3, i);
        }
        long[] none = new long[size];
        java.util.Arrays.fill(none, -1);
        return new Launch(
                new Kernel("directory", hasRows ? "directory_publish_rows" : "directory_publish", 32, 0),
                Dim.of(blocks),
                Dim.of(threads),
                List.of(
                        written(Bytes.ofLongs(none)),
                        new Arg.I64(size),
                        new Arg.I32(0),
                        written(Bytes.ofLongs(names)),
                        new Arg.I64(keys),
                        new Arg.I32(3),
                        hasRows ? written(Bytes.ofLongs(rows)) : new Arg.I64(5),
                        new Arg.I32(70_000),
                        written(Bytes.ofInts(0))));
    }

    private static Slice slice(Launch launch, int arg) {
        return ((Arg.Address) launch.args().get(arg)).slice();
    }

    private void clear(Slice slice, long word) {
        long[] words = new long[(int) (slice.bytes() / Long.BYTES)];
        java.util.Arrays.fill(words, word);
        Bytes bytes = slice.bytes() % Long.BYTES == 0 ? Bytes.ofLongs(words) : Bytes.ofInts(0);
        memory.happen(new Effect.Stored(bytes, slice));
    }

    private Arg written(Bytes bytes) {
        Buffer buffer = memory.allocate(GPU, bytes.size());
        memory.happen(new Effect.Stored(bytes, buffer.all()));
        return new Arg.Address(buffer.all());
    }
}
