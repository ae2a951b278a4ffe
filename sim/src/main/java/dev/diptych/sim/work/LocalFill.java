package dev.diptych.sim.work;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.Link;
import dev.diptych.model.hw.MemorySpec;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import java.util.List;

/**
 * How blocks that first serve a source of their own share the local rows: one that is done with its source takes part in what is left of them. Local
 * rows come at the rate of the memory, or of the multiprocessors that are at it while those are few; all that are at it have equal parts.
 */
final class LocalFill {
    private final double[] doneNanos;
    private final double[] rowsEach;

    /**
     * Shares them out.
     *
     * @param blocksOf how many blocks have each role: a source, or, in the last place, none
     * @param counts rows of each source
     */
    LocalFill(
            Platform platform,
            Gpu gpu,
            QueueWork work,
            List<Integer> blocksOf,
            List<Place> places,
            List<Long> counts,
            int local) {
        doneNanos = new double[blocksOf.size()];
        rowsEach = new double[blocksOf.size()];
        for (int source = 0; source < places.size(); source++) {
            if (source != local && blocksOf.get(source) > 0 && counts.get(source) > 0) {
                Link link = platform.link(places.get(source), gpu).orElseThrow();
                double perBlock = Math.min(link.smGigabytesPerSecond(), work.bytesInFlight() / link.latencyNanos());
                double rate = Math.min(blocksOf.get(source) * perBlock, link.kernelGigabytesPerSecond());
                doneNanos[source] = counts.get(source) * (double) work.rowBytes() / rate;
            }
        }
        share(platform.spec(gpu), work, blocksOf, counts.get(local));
    }

    private void share(GpuSpec spec, QueueWork work, List<Integer> blocksOf, long rows) {
        MemorySpec memory = spec.memory();
        // Each row is read and written.
        double mostRate = memory.peakGigabytesPerSecond() * memory.readEfficiency() / 2;
        double perBlock = work.bytesInFlight() / memory.idleLatencyNanos();
        double leftBytes = (double) rows * work.rowBytes();
        double now = 0;
        while (leftBytes > 0) {
            int active = 0;
            double next = Double.POSITIVE_INFINITY;
            for (int role = 0; role < blocksOf.size(); role++) {
                if (doneNanos[role] <= now) {
                    active += blocksOf.get(role);
                } else if (blocksOf.get(role) > 0) {
                    next = Math.min(next, doneNanos[role]);
                }
            }
            if (active > 0) {
                double rate = Math.min(mostRate, active * perBlock);
                double bytes = Math.min(leftBytes, rate * (next - now));
                for (int role = 0; role < blocksOf.size(); role++) {
                    rowsEach[role] += doneNanos[role] <= now ? bytes / active / work.rowBytes() : 0;
                }
                leftBytes = bytes == leftBytes ? 0 : leftBytes - bytes;
            }
            now = next;
        }
    }

    /** Returns how many local rows a block serves that has a role. */
    double localRows(int role) {
        return rowsEach[role];
    }
}
