package dev.diptych.sim.machine;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Slice;
import dev.diptych.sim.work.KnownBytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The memory of all places: how much is taken, and what is known of the contents. Unknown bytes take no space. */
final class SimMemory implements KnownBytes {
    private static final String NOBODY = "";

    private final Platform platform;
    private final Map<Place, Long> takenBytes = new HashMap<>();
    private final List<Contents> contents = new ArrayList<>();
    /** The kernel that may have written to a buffer last, for messages. */
    private final List<String> writers = new ArrayList<>();
    /** Counts the changes of what is known. */
    private long version;

    SimMemory(Platform platform) {
        this.platform = platform;
    }

    /** Returns the next buffer. */
    Buffer allocate(Place place, long bytes) {
        long capacity = place instanceof Gpu gpu
                ? platform.spec(gpu).memory().bytes()
                : platform.host().memoryBytes();
        long taken = takenBytes.getOrDefault(place, 0L);
        if (bytes < 1) {
            throw new IllegalArgumentException("a buffer has at least 1 byte, but %d were asked for".formatted(bytes));
        }
        if (bytes > capacity - taken) {
            throw new InputException("%s of platform '%s' has %d of %d bytes free, but %d more were asked for"
                    .formatted(place, platform.name(), capacity - taken, capacity, bytes));
        }
        takenBytes.put(place, taken + bytes);
        contents.add(new Contents());
        writers.add(NOBODY);
        return new Buffer(contents.size() - 1, place, bytes);
    }

    void write(Slice to, Bytes bytes) {
        version++;
        contentsOf(to).write(to.offsetBytes(), bytes.buffer());
    }

    void copy(Slice from, Slice to) {
        version++;
        contentsOf(to).copy(to.offsetBytes(), contentsOf(from), from.offsetBytes(), to.bytes());
        writers.set(to.buffer().id(), writers.get(from.buffer().id()));
    }

    /** Makes unknown what a kernel may have written. */
    void forget(Slice slice, String kernel) {
        version += contentsOf(slice).forget(slice.offsetBytes(), slice.bytes()) ? 1 : 0;
        writers.set(slice.buffer().id(), kernel);
    }

    /** Returns a number that changes whenever what is known does. */
    long version() {
        return version;
    }

    @Override
    public Optional<Bytes> read(Slice slice) {
        return contentsOf(slice).read(slice.offsetBytes(), slice.bytes());
    }

    /**
     * Returns the bytes of a slice.
     *
     * @throws InputException when they are not all known
     */
    Bytes readBack(Slice slice) {
        return read(slice).orElseThrow(() -> {
            String kernel = writers.get(slice.buffer().id());
            String reason = kernel.equals(NOBODY)
                    ? "nothing has written all of them; write them first"
                    : "kernel %s may have computed them, and the simulator knows that kernel's work but does not execute it yet"
                            .formatted(kernel);
            return new InputException("read-back of %d bytes at %d of buffer %d on %s: %s"
                    .formatted(
                            slice.bytes(),
                            slice.offsetBytes(),
                            slice.buffer().id(),
                            slice.buffer().place(),
                            reason));
        });
    }

    private Contents contentsOf(Slice slice) {
        return contents.get(slice.buffer().id());
    }
}
