package dev.diptych.sim.machine;

import dev.diptych.model.hw.Platform;
import dev.diptych.model.run.BlockTrace;
import dev.diptych.model.run.DeviceTimes;
import dev.diptych.model.run.Fingerprint;
import dev.diptych.model.run.Program;
import dev.diptych.sim.engine.EventQueue;
import dev.diptych.sim.engine.Picos;
import dev.diptych.sim.engine.Workers;
import dev.diptych.sim.work.KernelWork;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A simulated machine for one run: the host and the GPUs, each with events of its own, until there are none.
 *
 * <p>What GPUs and the host tell each other takes time: a call reaches its GPU {@code submitNanos} later or more, a notice the host {@code
 * noticeNanos} later. So while the first event of any GPU is due at t, the host can be simulated up to t + noticeNanos, for nothing new can
 * reach it before; and then all GPUs up to t + noticeNanos + submitNanos, or to the host's next event + submitNanos. The host and the GPUs take
 * turns at that: conservative synchronisation, with the lookahead of the calls [1]. In its turn, each {@link Island} of GPUs is simulated by
 * itself, on whichever thread is free.
 *
 * <p>Where turns begin and end follows from events alone, and at equal times what comes from elsewhere has its fixed place, so nothing depends on the
 * number of threads, on a clock, on hashes of objects or on the order of a hash table. The hash of all events is a function of the program, the
 * arrivals, the platform and the seed. It is made of one hash for the host and one for each GPU, because between two GPUs there is no order but
 * that of time.
 *
 * <p>[1] R. Fujimoto: Parallel discrete event simulation, CACM 33(10), 1990.
 */
public final class Machine {
    private final Device device;
    private final HostThread host;
    private final Workers workers;

    /**
     * @param deviceTimes what the simulated backend measures with
     * @param hardwareQueues of each GPU; 0 for as many as its specification says
     * @param works by name of their kernel
     * @param store where profiles may be known from an earlier run
     * @param l2 how it is found out what launches find in the second-level cache
     * @param isTraced whether blocks that end are written down
     * @param workers who simulates islands; they stay the caller's
     */
    public Machine(
            Platform platform,
            long seed,
            DeviceTimes deviceTimes,
            int hardwareQueues,
            SortedMap<String, KernelWork> works,
            ProfileStore store,
            L2Model l2,
            boolean isTraced,
            RequestSource requests,
            Workers workers) {
        this.workers = workers;
        device = new Device(platform, hardwareQueues, works, store, l2, isTraced);
        host = new HostThread(platform, seed, deviceTimes, device, requests);
    }

    /** Runs a program as {@link dev.diptych.model.run.Backend#run} has it. */
    public void run(Program program) {
        host.start(program);
        while (true) {
            long nextPicos = device.nextPicos();
            while (host.nextPicos() < after(nextPicos, host.noticePicos())
                    && !(host.isThrough() && nextPicos == EventQueue.NEVER)) {
                host.step(nextPicos);
                nextPicos = device.nextPicos();
            }
            if (nextPicos == EventQueue.NEVER) {
                break;
            }
            long stopPicos =
                    after(Math.min(host.nextPicos(), after(nextPicos, host.noticePicos())), host.submitPicos());
            // Where calls take no time, one point in time is all that is safe.
            device.runBefore(Math.max(stopPicos, nextPicos + 1), workers);
            device.takeNotices(host::send);
        }
        device.checkTold();
        host.checkFinished();
    }

    private static long after(long picos, long laterPicos) {
        return picos == EventQueue.NEVER ? EventQueue.NEVER : picos + laterPicos;
    }

    /** Returns the hash of all events: their times, what they were and whom they concerned. */
    public String eventHash() {
        Fingerprint hash = new Fingerprint().add(host.eventHash());
        device.addHashes(hash);
        return hash.hex();
    }

    /** Returns how the work of launches was found out, for people. */
    public String profileSummary() {
        return device.profileSummary();
    }

    /** Returns where and when blocks ran, if that was written down. */
    public Optional<BlockTrace> blocks() {
        return device.blocks();
    }

    /** Returns how many events there were. */
    public long events() {
        return host.eventCount() + device.eventCount();
    }

    /** Returns when the last thing happened, in nanoseconds since the run began. */
    public long simulatedNanos() {
        return Picos.toNanosUp(Math.max(host.lastPicos(), device.lastPicos()));
    }
}
