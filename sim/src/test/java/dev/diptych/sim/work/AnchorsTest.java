package dev.diptych.sim.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Link;
import dev.diptych.model.hw.MemorySpec;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.work.Phase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The preset {@code 2xh200} and the shape of a gather against what an NVIDIA H200 host (driver 580) measured. The kernel measured there takes
 * one row a warp; it is the project's own gather with one row in flight instead of four. Time is Little's law, as {@code docs/model.md} has it,
 * without dispatch, which a launch of many passes does not feel.
 */
class AnchorsTest {
    private static final int THREADS = 256;
    private static final long TABLE_BYTES = 8L << 30;
    private static final int PASSES = 1000;
    private static final Gpu HERE = new Gpu(0);
    private static final RowGather.Instructions UNCOUNTED = new RowGather.Instructions(0, 0, 0, 0);

    private final Platform platform = Platforms.load("2xh200");

    @ParameterizedTest
    @CsvSource({"128, 630", "512, 1690", "1024, 1860"})
    void gathersFromItsOwnMemoryAsMeasured(int rowBytes, double measured) {
        assertThat(payload(HERE, 1056, rowBytes)).isCloseTo(measured, withPercentage(5));
    }

    @ParameterizedTest
    @CsvSource({"8, 22", "16, 45", "32, 89", "66, 182", "132, 346", "264, 370", "1056, 373"})
    void gathersFromAPeerAsMeasured(int blocks, double measured) {
        assertThat(payload(new Gpu(1), blocks, 512)).isCloseTo(measured, withPercentage(7));
    }

    @ParameterizedTest
    @CsvSource({"1, 2.3", "4, 8.9", "8, 17.5", "16, 32.5", "32, 48", "132, 50.9"})
    void gathersFromTheHostAsMeasured(int blocks, double measured) {
        assertThat(payload(HostMemory.HOST, blocks, 512)).isCloseTo(measured, withPercentage(11));
    }

    /** Returns the rows' bytes that arrive, in gigabytes a second. */
    private double payload(Place tablePlace, int blocks, int rowBytes) {
        int warps = THREADS / 32;
        long keyCount = (long) PASSES * blocks * warps;
        // Lanes of 16 bytes where a row fills a warp of them, and of 4 bytes for short rows: the whole warp takes part.
        RowGather gather = new RowGather(keyCount, rowBytes, Math.min(16, rowBytes / 32), blocks, THREADS, 1);
        Buffer table = new Buffer(0, tablePlace, TABLE_BYTES);
        Buffer keys = new Buffer(1, HERE, keyCount * RowGather.KEY_BYTES);
        Buffer out = new Buffer(2, HERE, keyCount * rowBytes);
        double walkRounds = Translation.rounds(tablePlace, HERE, TABLE_BYTES);
        var profile = gather.profile(
                out.all(), table.all(), keys.all(), UNCOUNTED, new RowGather.Locality(1, 0, 0, walkRounds));
        assertThat(profile.classes()).hasSize(1);

        double low = 0;
        double high = 1e5;
        for (int i = 0; i < 60; i++) {
            double rate = 0.5 * (low + high);
            double lastsNanos = 0;
            double memoryBytes = 0;
            double linkShare = 0;
            for (Phase phase : profile.classes().get(0).phases()) {
                if (phase instanceof Phase.Memory memory && memory.place().equals(HERE)) {
                    memoryBytes = (memory.readBytes() + memory.writeBytes()) * (1 - memory.cacheHitShare());
                    double trafficRate = rate * memoryBytes / ((double) PASSES * warps * rowBytes);
                    lastsNanos += memory.rounds() * loadedLatencyNanos(trafficRate, memory);
                } else if (phase instanceof Phase.Memory memory) {
                    Link link = platform.link(memory.place(), HERE).orElseThrow();
                    lastsNanos += memory.rounds() * link.latencyNanos();
                    linkShare = rate / link.kernelGigabytesPerSecond();
                }
            }
            double reached = (double) keyCount * rowBytes / lastsNanos;
            if (linkShare > 1 || reached < rate) {
                high = rate;
            } else {
                low = rate;
            }
        }
        return low;
    }

    private double loadedLatencyNanos(double trafficRate, Phase.Memory mix) {
        MemorySpec memory = platform.gpus().get(0).memory();
        double reads = (double) mix.readBytes() / (mix.readBytes() + mix.writeBytes());
        double writes = 1 - reads;
        double reachable = memory.peakGigabytesPerSecond()
                / (reads / memory.readEfficiency() + writes / memory.writeEfficiency())
                * (1 - 4 * memory.turnaround() * reads * writes);
        double load = trafficRate / reachable;
        return load >= 1
                ? Double.POSITIVE_INFINITY
                : memory.idleLatencyNanos() * (1 + memory.queueing() * load * load / (1 - load));
    }
}
