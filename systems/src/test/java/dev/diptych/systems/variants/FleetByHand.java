package dev.diptych.systems.variants;

import dev.diptych.model.hw.Gpu;
import dev.diptych.traces.variants.Electorate;
import dev.diptych.traces.variants.Variant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A fleet that does nothing by itself: a test says when replicas are loaded, what came, and how long it took. */
public final class FleetByHand implements Fleet {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final List<Variant> variants;
    private final List<Objective> objectives;
    private final int gpus;
    private final List<Replica> replicas = new ArrayList<>();
    private long requests;

    public FleetByHand(int gpus, List<Variant> variants, Objective... objectives) {
        this.gpus = gpus;
        this.variants = variants;
        this.objectives = List.of(objectives);
    }

    /** Returns a variant that takes a second to load. */
    public static Variant variant(String name, double accuracy, double baseMillis, double inputMillis) {
        return new Variant(name, accuracy, baseMillis, inputMillis, 1000, 0);
    }

    /** Starts a replica and has it loaded. */
    public Replica run(int variant) {
        Replica replica = start(variant);
        if (replica == null) {
            throw new AssertionError("no GPU is free");
        }
        replica.ready();
        return replica;
    }

    /** Has all that are being loaded be ready. */
    public void load() {
        replicas.forEach(Replica::ready);
    }

    /** Has a policy route requests of a kind and send them; returns which variants they went to, the last one's. */
    public List<Integer> send(VariantPolicy policy, int kind, int count) {
        List<Replica> chosen = List.of();
        for (int i = 0; i < count; i++) {
            Request request = request(kind);
            chosen = policy.route(request);
            request.sentTo(chosen.stream().map(Replica::variant).toList());
            for (Replica replica : chosen) {
                replica.take(request);
                replica.begin();
                replica.end();
            }
        }
        return chosen.stream().map(Replica::variant).toList();
    }

    public Request request(int kind) {
        return new Request(requests++, kind, objectives.get(kind), 0);
    }

    /** Tells a policy of a variant's part. */
    public void took(VariantPolicy policy, int kind, int variant, double millis) {
        policy.onPart(request(kind), variant, Math.round(millis * NANOS_PER_MILLI));
    }

    /** Lets a second pass. */
    public void tick(VariantPolicy policy) {
        policy.onTick();
        replicas.forEach(Replica::look);
    }

    /** Returns how many replicas a variant has. */
    public int count(int variant) {
        return (int) replicas.stream()
                .filter(replica -> replica.variant() == variant)
                .count();
    }

    @Override
    public List<Variant> variants() {
        return variants;
    }

    @Override
    public List<Objective> objectives() {
        return objectives;
    }

    @Override
    public List<Replica> replicas() {
        return List.copyOf(replicas);
    }

    @Override
    public int freeGpus() {
        return gpus - replicas.size();
    }

    @Override
    public @Nullable Replica start(int variant) {
        if (freeGpus() == 0) {
            return null;
        }
        Replica replica = new Replica(variant, new Gpu(replicas.size()));
        replicas.add(replica);
        return replica;
    }

    @Override
    public void stop(Replica replica) {
        replicas.remove(replica);
    }

    @Override
    public long nowNanos() {
        return 0;
    }

    @Override
    public double tickSeconds() {
        return 1;
    }

    @Override
    public Electorate trial() {
        return new Electorate(variants, 0, 1);
    }
}
