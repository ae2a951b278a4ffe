package dev.diptych.systems.serving.workload;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.run.Host;
import java.util.List;

/** A model before it is put on a GPU. */
public interface Blueprint {
    /** Returns the model with what its instances share on a GPU; to be called once, before there are instances. */
    default Blueprint on(Host host, Gpu gpu) {
        return this;
    }

    /**
     * Returns what jobs of the model do, one operation after the other, in memory that the instance has to itself.
     *
     * @param batch how many requests a job serves at once
     */
    Recipe instance(Host host, Gpu gpu, int batch);

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
