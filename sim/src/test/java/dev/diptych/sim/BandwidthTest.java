package dev.diptych.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.MemorySpec;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Copy;
import dev.diptych.model.op.Write;
import dev.diptych.model.work.Phase;
import dev.diptych.sim.work.KernelWork;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BandwidthTest {
    private static final Percentage CLOSE = Percentage.withPercentage(0.5);

    /** What an idle GPU needs to start the first block. */
    private static final long START_NANOS = (long) Fixture.DISPATCH.startNanos();

    /** Returns how long the blocks of a lone launch run, from the start of the first to the end of the last. */
    private static long nanos(MemorySpec memory, int sms, int blocks, Phase... phases) {
        KernelWork work = Fixture.work("k", phases);
        return Script.run(
                                Fixture.platform(Fixture.gpu(sms, Fixture.DISPATCH, memory), Fixture.HOST),
                                List.of(work),
                                host -> host.submit(0, Fixture.launch("k", blocks, 1024)))
                        .nanos(0)
                - START_NANOS;
    }

    private static Phase load(long bytes, long rounds) {
        return Phase.memory(Fixture.GPU, bytes, 0, rounds, 0);
    }

    @Test
    void givesALoneBlockWhatItHasInFlightOverTheLatency() {
        // 4 rounds of 1 KiB: 500 ns each until the first byte, and 16 for the port's 64 bytes per ns. That is 2 of the
        // memory's 1000 bytes per ns, so the load lengthens nothing.
        assertThat(nanos(Fixture.MEMORY, 8, 1, load(4096, 4))).isEqualTo(4 * (500 + 16));
    }

    @Test
    void lengthensTheLatencyWithTheLoad() {
        // 16 blocks with 16000 bytes in flight, which take their ports 250 ns: L = 500 (1 + 0.2 ρ / (1 - ρ)) + 250 and
        // ρ = 16 * 16000 / L / 1000.
        double load = 0.3211;
        double latency = 500 * (1 + 0.2 * load / (1 - load)) + 250;
        assertThat(16 * 16000 / latency / 1000).isCloseTo(load, within(1e-3));
        assertThat(nanos(Fixture.MEMORY, 16, 16, load(16000 * 1000L, 1000)))
                .isCloseTo(Math.round(1000 * latency), CLOSE);
    }

    @Test
    void reachesTheBandwidthWhenFull() {
        // 64 SMs, so that their ports carry 4 TB/s.
        assertThat(nanos(Fixture.MEMORY, 64, 128, load(10_000_000, 10))).isCloseTo(1_280_000, CLOSE);
    }

    @ParameterizedTest(name = "read efficiency {0}, write efficiency {1}, turnaround {2}, {3} % written: {4} GB/s")
    @CsvSource({"0.8, 1, 0, 0, 800", "1, 0.5, 0, 100, 500", "1, 1, 0.1, 50, 900", "0.8, 0.9, 0.05, 25, 793.42"})
    void mixesReadsAndWrites(
            double read, double write, double turnaround, int writtenPercent, double gigabytesPerSecond) {
        MemorySpec memory = new MemorySpec(1L << 30, 1000, read, write, turnaround, 500, 0.2, 0, 0, 0, 100);
        long bytes = 10_000_000;
        long written = bytes * writtenPercent / 100;
        Phase phase = Phase.memory(Fixture.GPU, bytes - written, written, 10, 0);
        assertThat((double) nanos(memory, 64, 128, phase)).isCloseTo(128.0 * bytes / gigabytesPerSecond, CLOSE);
    }

    @Test
    void halvingTheBandwidthDoublesAMemoryBoundKernelOnly() {
        MemorySpec half = new MemorySpec(1L << 30, 500, 1, 1, 0, 500, 0.2, 0, 0, 0, 100);
        Phase memoryBound = load(1_000_000, 1);
        Phase computeBound = Phase.compute(1_000_000, 1000);
        assertThat((double) nanos(half, 64, 1280, memoryBound))
                .isCloseTo(2.0 * nanos(Fixture.MEMORY, 64, 1280, memoryBound), CLOSE);
        assertThat(nanos(half, 64, 1280, computeBound)).isEqualTo(nanos(Fixture.MEMORY, 64, 1280, computeBound));
    }

    @Test
    void limitsAnSmToItsPort() {
        // One SM draws at most 64 bytes per cycle, whatever it has in flight: here, all of it.
        assertThat(nanos(Fixture.MEMORY, 64, 1, load(64_000_000, 1))).isCloseTo(1_000_000, CLOSE);
    }

    /** What comes from memory comes in one after the other, on top of its latency; what the cache has does not. */
    @Test
    void servesHitsFromTheCache() {
        Phase hits = Phase.memory(Fixture.GPU, 4096, 0, 4, 1);
        assertThat(nanos(Fixture.MEMORY, 8, 1, hits)).isEqualTo(4 * 200);
        Phase half = Phase.memory(Fixture.GPU, 4096, 0, 4, 0.5);
        assertThat(nanos(Fixture.MEMORY, 8, 1, half)).isEqualTo(4 * (350 + 16 / 2));
    }

    @Test
    void chargesAStoreAfterLoadsForItsTime() {
        Phase both = Phase.memory(Fixture.GPU, 1024, 1024, 1, 0);
        // 1 KiB passes the port at 64 bytes per ns; what is stored has a port of its own, and takes less than the load.
        assertThat(nanos(Fixture.MEMORY, 8, 1, both)).isEqualTo(500 + 16 + 100);
    }

    @Test
    void boundsStoresAloneByBandwidth() {
        Phase stores = Phase.memory(Fixture.GPU, 0, 1024, 0, 0);
        // The port's 64 bytes per ns, and a sector more for each of 8 lines.
        assertThat(nanos(Fixture.MEMORY, 8, 1, stores)).isEqualTo((1024 + 8 * 32) / 64);
    }

    @Test
    void readsTheHostOverTheLink() {
        Phase remote = Phase.memory(HostMemory.HOST, 4096, 0, 4, 0);
        // 4 rounds of 1 us until the first byte, and 512 ns for 1 KiB at the 2 GB/s of one SM.
        assertThat(nanos(Fixture.MEMORY, 64, 1, remote)).isEqualTo(4 * (1000 + 512));
        Phase wide = Phase.memory(HostMemory.HOST, 1_000_000, 0, 1, 0);
        assertThat(nanos(Fixture.MEMORY, 64, 1, wide)).isCloseTo(500_000, CLOSE);
        assertThat(nanos(Fixture.MEMORY, 64, 64, wide)).isCloseTo(3_200_000, CLOSE);
    }

    @Test
    void sharesIssueSlotsOnlyWhenTheyAreScarce() {
        // 4 per cycle. Two blocks of 1 per cycle each do not notice each other; two of 4 per cycle take twice as long.
        assertThat(nanos(Fixture.MEMORY, 1, 2, Fixture.interleaved(1000, 1000))).isEqualTo(1001);
        // Unless they wait together and then compute together, 333 ns at 3 per cycle instead of 250.
        assertThat(nanos(Fixture.MEMORY, 1, 2, Phase.compute(1000, 1000))).isEqualTo(1001 + 83);
        assertThat(nanos(Fixture.MEMORY, 1, 2, Phase.compute(4000, 1000))).isBetween(1999L, 2001L);
    }

    @Test
    void keepsAModestBlockAtItsSpeedBesideGreedyOnes() {
        KernelWork modest = Fixture.work("modest", Fixture.interleaved(1000, 1000));
        KernelWork greedy = Fixture.work("greedy", Phase.compute(400_000, 1));
        Script script = Script.run(Fixture.platform(1), List.of(modest, greedy), host -> {
            host.submit(0, Fixture.launch("greedy", 1, 1024));
            host.submit(1, Fixture.launch("modest", 1, 32));
        });
        // Its block starts 1 ns after the other.
        assertThat(script.nanos(1)).isEqualTo(START_NANOS + 1 + 1000);
        // It leaves 3 of 4 per cycle for 1000 cycles.
        assertThat(script.nanos(0) - START_NANOS).isBetween(100_249L, 100_251L);
    }

    @Test
    void sharesTheMemoryBetweenTwoKernels() {
        KernelWork work = Fixture.work("k", load(1_000_000, 1));
        Script script = Script.run(
                Fixture.platform(Fixture.gpu(64, Fixture.DISPATCH, Fixture.MEMORY), Fixture.HOST),
                List.of(work),
                host -> {
                    host.submit(0, Fixture.launch("k", 64, 1024));
                    host.submit(1, Fixture.launch("k", 64, 1024));
                });
        assertThat((double) (script.nanos(0) - START_NANOS)).isCloseTo(128_000, Percentage.withPercentage(1));
        assertThat((double) (script.nanos(1) - START_NANOS)).isCloseTo(128_000, Percentage.withPercentage(1));
    }

    @Test
    void copiesAtTheEnginesBandwidthBesideItsLatency() {
        Script script = Script.run(Fixture.platform(4), List.of(), host -> {
            Buffer buffer = host.host().allocate(Fixture.GPU, 250_000);
            host.submit(0, new Write(Bytes.ofInts(new int[62_500]), buffer.all()));
        });
        assertThat(script.nanos(0)).isEqualTo(10_000 + 10_000);
    }

    @Test
    void runsCopiesOfADirectionInTurnAndDirectionsSideBySide() {
        Script script = Script.run(Fixture.platform(4), List.of(), host -> {
            Buffer device = host.host().allocate(Fixture.GPU, 750_000);
            Buffer pinned = host.host().allocate(HostMemory.HOST, 750_000);
            for (int stream = 0; stream < 2; stream++) {
                host.submit(stream, new Copy(pinned.slice(0, 250_000), device.slice(0, 250_000)));
            }
            host.submit(2, new Copy(device.slice(500_000, 250_000), pinned.slice(500_000, 250_000)));
        });
        assertThat(script.span(0).endNanos()).isEqualTo(20_000);
        // The event before it does not wait for the engine.
        assertThat(script.span(1)).isEqualTo(new Script.Span(0, 40_000));
        assertThat(script.span(2).endNanos()).isEqualTo(20_000);
    }

    @Test
    void copiesInsideAGpuAtItsMemorysBandwidth() {
        Script script = Script.run(Fixture.platform(4), List.of(), host -> {
            Buffer buffer = host.host().allocate(Fixture.GPU, 100_000_000);
            host.submit(0, new Copy(buffer.slice(0, 50_000_000), buffer.slice(50_000_000, 50_000_000)));
        });
        // 50 MB read and 50 MB written at 1 TB/s, after 1 us.
        assertThat(script.nanos(0)).isEqualTo(101_000);
    }

    @Test
    void sharesALinkBetweenAKernelAndACopy() {
        KernelWork work = Fixture.work("k", Phase.memory(HostMemory.HOST, 1_000_000, 0, 1, 0));
        Script script = Script.run(Fixture.platform(64), List.of(work), host -> {
            Buffer device = host.host().allocate(Fixture.GPU, 25_000_000);
            Buffer pinned = host.host().allocate(HostMemory.HOST, 25_000_000);
            host.submit(0, new Copy(pinned.all(), device.all()));
            host.submit(1, Fixture.launch("k", 200, 1024));
        });
        // 25 MB alone take 1 ms; with a kernel that wants 20 of the 25 GB/s, the copy gets 25 / 45 of its speed.
        assertThat((double) script.nanos(0)).isCloseTo(1_800_000, Percentage.withPercentage(3));
    }
}
