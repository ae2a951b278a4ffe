package dev.diptych.model.placement.cost;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Link;
import dev.diptych.model.hw.MemorySpec;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.Trunk;
import dev.diptych.model.placement.Hotness;
import java.util.List;
import java.util.Optional;

/** What a platform's numbers say of gathering rows, for all models of cost. Rates are in 10^9 bytes a second, which is bytes a nanosecond. */
record Rates(Platform platform, long rowBytes) {
    /** Memory opens this much at a time ({@code docs/model.md}, section 3). */
    private static final long OPENED_BYTES = 1024;

    Rates {
        if (rowBytes < 1) {
            throw new InputException("rows of %d bytes: should be at least 1".formatted(rowBytes));
        }
    }

    int gpus() {
        return platform.gpus().size();
    }

    /** Checks that there is a stream for all GPUs, or one for each. */
    void check(Hotness hotness, List<Long> capacityRows) {
        if (hotness.streams() != 1 && hotness.streams() != gpus()) {
            throw new InputException(
                    "hotness '%s' has %d read streams, but platform '%s' has %d GPUs; 1 or as many are needed"
                            .formatted(hotness.name(), hotness.streams(), platform.name(), gpus()));
        }
        if (capacityRows.size() != gpus()) {
            throw new InputException("%d capacities for the %d GPUs of platform '%s'"
                    .formatted(capacityRows.size(), gpus(), platform.name()));
        }
    }

    /**
     * Returns what copying one row from a GPU's own memory to another place of it takes, in nanoseconds, when rows lie apart: by the
     * simulator's formula for memory that is read and written, with {@code rowReadBytes} more for each opening.
     */
    double localNanos(int gpu) {
        return servedNanos(gpu) + writtenNanos(gpu);
    }

    /** Returns what of {@link #localNanos} is for reading: what the memory of a GPU spends on a row for another GPU. */
    double servedNanos(int gpu) {
        return readBytes(gpu) / memory(gpu).readEfficiency() / gatherGigabytesPerSecond(gpu);
    }

    /** Returns what of {@link #localNanos} is for writing: what the memory of a GPU spends on a row that came over a link. */
    double writtenNanos(int gpu) {
        return rowBytes / memory(gpu).writeEfficiency() / gatherGigabytesPerSecond(gpu);
    }

    private double readBytes(int gpu) {
        long openings = (rowBytes + OPENED_BYTES - 1) / OPENED_BYTES;
        return rowBytes + openings * memory(gpu).rowReadBytes();
    }

    /** Returns the peak less what turning around between a gather's reads and writes costs, wherever the rows come from. */
    private double gatherGigabytesPerSecond(int gpu) {
        double read = readBytes(gpu) / (readBytes(gpu) + rowBytes);
        return memory(gpu).peakGigabytesPerSecond() * (1 - 4 * memory(gpu).turnaround() * read * (1 - read));
    }

    private MemorySpec memory(int gpu) {
        return platform.gpus().get(gpu).memory();
    }

    /** Returns the link over which a GPU reads from a place, if there is one. */
    Optional<Link> way(int reader, Place source) {
        return platform.link(source, new Gpu(reader));
    }

    /**
     * Returns the link over which a GPU reads from the host.
     *
     * @throws InputException when there is none: some rows are always read from the host
     */
    Link hostWay(int reader) {
        return way(reader, HostMemory.HOST)
                .orElseThrow(() -> new InputException(
                        "platform '%s' has no link from the host to %s, where some rows are always read from"
                                .formatted(platform.name(), new Gpu(reader))));
    }

    /** Returns how many multiprocessors it takes to use a link up. */
    double sms(int reader, Link link, double gigabytesPerSecond) {
        return Math.min(platform.gpus().get(reader).sms(), Math.ceil(gigabytesPerSecond / link.smGigabytesPerSecond()));
    }

    /** Returns what a link gives when all links read: its own rate, or its part of the narrowest trunk, by the number of links there. */
    double crowdedGigabytesPerSecond(Link link) {
        double rate = link.kernelGigabytesPerSecond();
        for (Trunk trunk : platform.trunks()) {
            if (trunk.carries(link)) {
                long links = platform.links().stream().filter(trunk::carries).count();
                rate = Math.min(rate, trunk.kernelGigabytesPerSecond() / links);
            }
        }
        return rate;
    }
}
