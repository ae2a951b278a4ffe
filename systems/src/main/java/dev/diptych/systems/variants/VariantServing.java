package dev.diptych.systems.variants;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Launch;
import dev.diptych.model.plugin.Selected;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.Host;
import dev.diptych.systems.plan.NativeKernel;
import dev.diptych.traces.variants.Electorate;
import dev.diptych.traces.variants.Variant;
import dev.diptych.traces.variants.VariantProfiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what a policy decides. What a replica does is a kernel on its GPU that takes the time of its profile, in a stream whose number is the
 * variant's. Kernels that serve no request load a replica and, as the next of that GPU, take it away: so a log says all there is to say about a run.
 */
final class VariantServing implements Controller, Fleet {
    private static final long TICK = 0;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final double MICROS_PER_MILLI = 1000;
    private static final int THREADS = 32;
    /** Runs with this bit of the seed the other way round have other answers. */
    private static final long OTHER_SEED = 1L << 62;

    private final Host host;
    private final List<Variant> variants;
    private final VariantsSettings settings;
    private final Electorate electorate;
    private final VariantPolicy policy;
    private final @Nullable Replica[] byGpu;
    private final Map<Long, Replica> loads = new HashMap<>();
    private final Map<Long, Request> parts = new HashMap<>();
    private final Map<Long, Replica> busy = new HashMap<>();
    private boolean isTicking;

    @SuppressWarnings("unchecked") // Selected pairs a plugin with its own settings.
    VariantServing(
            Host host,
            VariantsSettings settings,
            VariantProfiles profiles,
            @SuppressWarnings("rawtypes") Selected<VariantPolicyPlugin> selected) {
        this.host = host;
        this.settings = settings;
        this.variants = profiles.variants();
        this.electorate = new Electorate(variants, settings.correlation(), host.seed());
        this.byGpu = new @Nullable Replica[host.platform().gpus().size()];
        this.policy = selected.plugin().policy(selected.settings(), this);
    }

    @Override
    public void onArrival(Arrival arrival) {
        if (arrival.kind() >= settings.objectives().size()) {
            throw new InputException("request %d is of kind %d, but there are %d objectives; kinds count from 0"
                    .formatted(
                            arrival.requestId(),
                            arrival.kind(),
                            settings.objectives().size()));
        }
        if (!isTicking) {
            tickLater();
        }
        Request request = new Request(
                arrival.requestId(), arrival.kind(), settings.objectives().get(arrival.kind()), arrival.atNanos());
        List<Replica> chosen = policy.route(request);
        if (chosen.isEmpty()) {
            host.finish(request.id());
            return;
        }
        request.sentTo(chosen.stream().map(Replica::variant).toList());
        for (Replica replica : chosen) {
            replica.take(request);
            advance(replica);
        }
    }

    private void tickLater() {
        isTicking = true;
        host.backgroundTimer(TICK, nowNanos() + settings.tickMillis() * NANOS_PER_MILLI);
    }

    @Override
    public void onTimer(long timerId) {
        policy.onTick();
        for (Replica replica : byGpu) {
            if (replica != null) {
                replica.look();
            }
        }
        tickLater();
    }

    private void advance(Replica replica) {
        if (replica.canBegin()) {
            Request request = replica.begin();
            double millis = variants.get(replica.variant())
                    .latencyMillis(request.objective().inputs());
            long opId = submit(replica, request.id(), millis);
            parts.put(opId, request);
            busy.put(opId, replica);
        } else if (replica.state() == Replica.State.LEAVING && replica.load() == 0) {
            submit(replica, Host.NO_REQUEST, 0);
            byGpu[replica.gpu().index()] = null;
        }
    }

    private long submit(Replica replica, long requestId, double millis) {
        double cycles = millis
                * MICROS_PER_MILLI
                * host.platform().spec(replica.gpu()).clock().megahertz();
        Launch launch = new Launch(
                NativeKernel.of("surrogate", "surrogate_16"),
                Dim.of(1),
                Dim.of(THREADS),
                List.of(new Arg.I64(Math.round(cycles))));
        return host.submit(replica.gpu(), replica.variant(), requestId, launch);
    }

    @Override
    public void onOpDone(long opId, long startNanos, long endNanos) {
        Replica loaded = loads.remove(opId);
        if (loaded != null) {
            loaded.ready();
            advance(loaded);
            return;
        }
        Request request = parts.remove(opId);
        Replica replica = busy.remove(opId);
        // Else a replica was taken away.
        if (request != null && replica != null) {
            replica.end();
            answer(request, replica);
            advance(replica);
        }
    }

    private void answer(Request request, Replica replica) {
        policy.onPart(request, replica.variant(), nowNanos() - request.arrivedNanos());
        if (request.answered()) {
            policy.onAnswer(request, electorate.vote(request.id(), request.members()));
            host.finish(request.id());
        }
    }

    @Override
    public List<Variant> variants() {
        return variants;
    }

    @Override
    public List<Objective> objectives() {
        return settings.objectives();
    }

    @Override
    public List<Replica> replicas() {
        List<Replica> staying = new ArrayList<>();
        for (Replica replica : byGpu) {
            if (replica != null && replica.state() != Replica.State.LEAVING) {
                staying.add(replica);
            }
        }
        return staying;
    }

    @Override
    public int freeGpus() {
        int free = 0;
        for (Replica replica : byGpu) {
            free += replica == null ? 1 : 0;
        }
        return free;
    }

    @Override
    public @Nullable Replica start(int variant) {
        for (int index = 0; index < byGpu.length; index++) {
            if (byGpu[index] == null) {
                Replica replica = new Replica(variant, new Gpu(index));
                byGpu[index] = replica;
                loads.put(submit(replica, Host.NO_REQUEST, variants.get(variant).loadMillis()), replica);
                return replica;
            }
        }
        return null;
    }

    @Override
    public void stop(Replica replica) {
        replica.leave();
        // One that is being loaded leaves when that is done.
        if (!loads.containsValue(replica)) {
            advance(replica);
        }
    }

    @Override
    public long nowNanos() {
        return host.nowNanos();
    }

    @Override
    public double tickSeconds() {
        return settings.tickMillis() * NANOS_PER_MILLI / NANOS_PER_SECOND;
    }

    @Override
    public Electorate trial() {
        return new Electorate(variants, settings.correlation(), host.seed() ^ OTHER_SEED);
    }
}
