package dev.diptych.systems.serving.workload;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Op;
import dev.diptych.model.run.Host;
import java.util.List;

/** A model before it is put on a GPU. */
public interface Blueprint {
    /**
     * Returns what one job of the model does, one operation after the other, in memory that the instance has to itself.
     *
     * @param batch how many requests the job serves at once
     */
    List<Op> instance(Host host, Gpu gpu, int batch);

    /** Returns whether jobs that run at the same time need an instance each, because they write to its memory. */
    boolean hasMemory();

    /**
     * Returns how long each operation takes when it has the GPU to itself, in microseconds, as far as that is known without running it: one
     * number an operation, or none at all.
     */
    List<Double> profileMicros(Host host, Gpu gpu, int batch);

    /** Returns what each operation uses most, as far as that is known: one an operation, or none at all. */
    default List<Bound> bounds(int batch) {
        return List.of();
    }
}
