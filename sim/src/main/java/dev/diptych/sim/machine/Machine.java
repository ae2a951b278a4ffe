package dev.diptych.sim.machine;

import dev.diptych.model.hw.Platform;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.BlockTrace;
import dev.diptych.model.run.DeviceTimes;
import dev.diptych.model.run.Fingerprint;
import dev.diptych.model.run.Program;
import dev.diptych.sim.engine.EventQueue;
import dev.diptych.sim.engine.Picos;
import dev.diptych.sim.work.KernelWork;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A simulated machine for one run: takes events off the queue, one after the other, until there is none.
 *
 * <p>Everything happens in the total order of the queue, on one thread, with integer times; nothing depends on a clock, on hashes of objects
 * or on the order of a hash table. So the hash of all events is a function of the program, the arrivals, the platform and the seed.
 */
public final class Machine {
    private final EventQueue events = new EventQueue();
    private final Device device;
    private final HostThread host;
    private final Requests requests;
    private final Fingerprint hash = new Fingerprint();
    private long eventCount;
    private long lastPicos;

    private int setUpOps;
    private int setUpOpsLeft;

    /**
     * @param deviceTimes what the simulated backend measures with
     * @param hardwareQueues of each GPU; 0 for as many as its specification says
     * @param works by name of their kernel
     * @param store where profiles may be known from an earlier run
     * @param l2 how it is found out what launches find in the second-level cache
     * @param trace takes the blocks that end; null to let them go
     */
    public Machine(
            Platform platform,
            long seed,
            DeviceTimes deviceTimes,
            int hardwareQueues,
            SortedMap<String, KernelWork> works,
            ProfileStore store,
            L2Model l2,
            @Nullable BlockTrace trace,
            Iterable<Arrival> arrivals) {
        requests = new Requests(arrivals);
        device = new Device(platform, hardwareQueues, works, store, l2, trace, events, this::send);
        host = new HostThread(platform, seed, deviceTimes, events, device, requests);
    }

    private void send(Notice notice) {
        host.send(notice);
    }

    /** Runs a program as {@link dev.diptych.model.run.Backend#run} has it. */
    public void run(Program program) {
        host.start(program);
        setUpOps = device.submitted();
        setUpOpsLeft = setUpOps;
        if (setUpOps == 0) {
            planArrival();
        }
        while (true) {
            if (!events.continuesNow()) {
                device.settle();
            }
            if (events.isEmpty()) {
                break;
            }
            long event = events.poll();
            hash.add(events.nowPicos()).add(event);
            eventCount++;
            if (handle(Event.type(event), Event.subject(event))) {
                lastPicos = events.nowPicos();
            }
        }
        requests.checkFinished();
    }

    /** Handles an event; returns whether anything happened. */
    private boolean handle(int type, int subject) {
        switch (type) {
            case Event.ARRIVAL -> arrive();
            case Event.ISSUED -> device.issue(subject);
            case Event.ENTRY -> device.entryDone(subject);
            case Event.DISPATCH -> device.dispatch(subject);
            case Event.BLOCK, Event.WAITED -> device.proceed(subject);
            case Event.CROWD -> {
                return device.wake(subject);
            }
            case Event.COPY -> device.move(subject);
            case Event.NOTICE -> receive();
            case Event.THREAD -> host.free();
            case Event.TIMER -> host.ring(subject);
            default -> throw new IllegalStateException("no event has type " + type);
        }
        return true;
    }

    private void planArrival() {
        Long nanos = requests.nextNanos();
        if (nanos != null) {
            events.add(Picos.ofNanos(nanos.longValue()), Event.of(Event.ARRIVAL, 0));
        }
    }

    private void arrive() {
        Arrival arrival = requests.arrive();
        planArrival();
        host.tell(new Notice.Arrived(arrival));
    }

    private void receive() {
        if (host.receive() instanceof Notice.OpEnded ended && ended.op().id() < setUpOps && --setUpOpsLeft == 0) {
            requests.startAt(Picos.toNanosUp(events.nowPicos()));
            planArrival();
        }
    }

    /** Returns the hash of all events: their times, what they were and whom they concerned. */
    public String eventHash() {
        return hash.hex();
    }

    /** Returns how the work of launches was found out, for people. */
    public String profileSummary() {
        return device.profileSummary();
    }

    /** Returns how many events there were. */
    public long events() {
        return eventCount;
    }

    /** Returns when the last thing happened, in nanoseconds since the run began. */
    public long simulatedNanos() {
        return Picos.toNanosUp(lastPicos);
    }
}
