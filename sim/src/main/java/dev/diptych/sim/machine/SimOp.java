package dev.diptych.sim.machine;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Place;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Copy;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.ReadBack;
import dev.diptych.model.op.Slice;
import dev.diptych.model.op.Write;
import dev.diptych.model.run.StreamEntry;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An operation on its way through the machine. */
final class SimOp {
    private final int id;
    private final Gpu gpu;
    private final int stream;
    private final Op op;
    private final List<StreamEntry> entries;
    private int entry;
    private long startPicos;
    private long endPicos;

    /** The operation before it in its stream, until that has ended. */
    @Nullable
    SimOp before;

    /** The operation behind it in its stream, if it came before this one ended. */
    @Nullable
    SimOp after;

    /** What a read-back brought. */
    @Nullable
    Bytes value;

    /**
     * An operation as it is submitted.
     *
     * @param entries what its stream takes it in
     * @param submittedPicos when the first call for it was made
     */
    SimOp(int id, Gpu gpu, int stream, Op op, List<StreamEntry> entries, long submittedPicos) {
        this.id = id;
        this.gpu = gpu;
        this.stream = stream;
        this.op = op;
        this.entries = entries;
        this.startPicos = submittedPicos;
    }

    int id() {
        return id;
    }

    Gpu gpu() {
        return gpu;
    }

    int stream() {
        return stream;
    }

    Op op() {
        return op;
    }

    boolean isLaunch() {
        return op instanceof Launch;
    }

    /** Returns the entry that its stream is at. */
    StreamEntry entry() {
        return entries.get(entry);
    }

    /** Returns whether its stream is at its last entry. */
    boolean isAtLastEntry() {
        return entry == entries.size() - 1;
    }

    /** Returns whether the host is told of its end by itself: by a signal, or because it reports all its blocks. */
    boolean isTold() {
        return entries.contains(StreamEntry.SIGNAL) || (op instanceof Launch launch && launch.blocksPerNotice() > 0);
    }

    /** Goes on to the next entry; returns false behind the last. */
    boolean nextEntry() {
        entry++;
        return entry < entries.size();
    }

    /** Takes the time of an event: the one before the work is the operation's start, the one behind it its end. */
    void stamp(long nowPicos) {
        if (entry < entries.indexOf(StreamEntry.WORK)) {
            startPicos = nowPicos;
        } else {
            endPicos = nowPicos;
        }
    }

    /** Returns when it started: by its event, or by the host's clock when it was submitted. */
    long startPicos() {
        return startPicos;
    }

    /** Returns when it ended by its event, or {@code seenPicos}, when the host saw the end, if it has none. */
    long endPicos(long seenPicos) {
        return entries.contains(StreamEntry.EVENT) ? endPicos : seenPicos;
    }

    /** Returns the slices that it may read or write. */
    List<Slice> slices() {
        if (op instanceof Launch launch) {
            return launch.args().stream()
                    .filter(Arg.Address.class::isInstance)
                    .map(arg -> ((Arg.Address) arg).slice())
                    .toList();
        }
        if (op instanceof Copy copy) {
            return List.of(copy.from(), copy.to());
        }
        return List.of(op instanceof Write write ? write.to() : ((ReadBack) op).from());
    }

    /** Returns the places whose memory it touches. */
    Set<Place> places() {
        Set<Place> places = new LinkedHashSet<>();
        if (isLaunch()) {
            places.add(gpu);
            slices().forEach(slice -> places.add(slice.buffer().place()));
        } else {
            places.add(from());
            places.add(to());
        }
        return places;
    }

    /** Returns where a copy's bytes come from; the controller's own are in the host's memory. */
    Place from() {
        if (op instanceof Copy copy) {
            return copy.from().buffer().place();
        }
        return op instanceof ReadBack readBack ? readBack.from().buffer().place() : HostMemory.HOST;
    }

    /** Returns where a copy's bytes go. */
    Place to() {
        if (op instanceof Copy copy) {
            return copy.to().buffer().place();
        }
        return op instanceof Write write ? write.to().buffer().place() : HostMemory.HOST;
    }

    /** Returns how many bytes a copy moves. */
    long bytes() {
        if (op instanceof Copy copy) {
            return copy.from().bytes();
        }
        if (op instanceof Write write) {
            return write.to().bytes();
        }
        if (op instanceof ReadBack readBack) {
            return readBack.from().bytes();
        }
        throw new IllegalStateException("operation %d copies nothing: %s".formatted(id, op));
    }
}
