package dev.diptych.systems.variants;

import dev.diptych.traces.variants.Electorate;
import dev.diptych.traces.variants.Variant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a policy sees and may do. */
public interface Fleet {
    List<Variant> variants();

    /** Returns what requests want, by their kind. */
    List<Objective> objectives();

    /** Returns the replicas that are not leaving, in the order of their GPUs. */
    List<Replica> replicas();

    /** Returns how many GPUs hold no replica. */
    int freeGpus();

    /** Returns a new replica of a variant, which is loaded first; null if all GPUs are taken. */
    @Nullable
    Replica start(int variant);

    /** Has a replica answer what it has, and then leave its GPU. */
    void stop(Replica replica);

    long nowNanos();

    /** Returns how much time lies between two looks. */
    double tickSeconds();

    /** Returns voters that answer as those of the run do, of a run with another seed: to try ensembles on. */
    Electorate trial();
}
