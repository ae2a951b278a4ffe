package dev.diptych.sim.machine;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Place;
import dev.diptych.model.op.Copy;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.ReadBack;
import dev.diptych.model.op.Write;

/** An operation on its way through the machine. */
final class SimOp {
    private final int id;
    private final Gpu gpu;
    private final int stream;
    private final Op op;

    /** When its first block was placed, or when a copy engine took it up. */
    long startPicos;

    SimOp(int id, Gpu gpu, int stream, Op op) {
        this.id = id;
        this.gpu = gpu;
        this.stream = stream;
        this.op = op;
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
