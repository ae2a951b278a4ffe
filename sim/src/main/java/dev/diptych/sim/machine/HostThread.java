package dev.diptych.sim.machine;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostSpec;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Op;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.DeviceTimes;
import dev.diptych.model.run.Fingerprint;
import dev.diptych.model.run.Host;
import dev.diptych.model.run.Program;
import dev.diptych.model.run.StreamEntry;
import dev.diptych.sim.engine.EventQueue;
import dev.diptych.sim.engine.Picos;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The controller's thread. It takes one notice at a time; a callback occupies it, and every call to the GPU made in it, so notices queue up
 * and calls reach the GPU one by one. The controller itself runs in no time, at the moment when its callback begins.
 *
 * <p>It has events of its own: arrivals, timers, the ends of callbacks. At equal times they go before notices of GPUs.
 */
final class HostThread implements Host {
    private final Platform platform;
    private final long seed;
    private final EventQueue events = new EventQueue();
    private final Device device;
    private final Requests requests;
    private final @Nullable OpenDoor door;
    private final DeviceTimes deviceTimes;
    private final long submitPicos;
    private final long furtherCallPicos;
    private final long callbackPicos;
    private final long noticePicos;

    /** On their way from a GPU; all take the same time, so they arrive in order. */
    private final ArrayDeque<SentNotice> underway = new ArrayDeque<>();

    private final ArrayDeque<Notice> inbox = new ArrayDeque<>();
    private long[] timers = new long[16];
    private int timerCount;
    /** Events that the run does not wait for. */
    private int backgroundEvents;

    private @Nullable Controller controller;
    private boolean isInCallback;
    private boolean isOccupied;
    /** When the calls made so far in this callback are through. */
    private long callPicos;

    private long nowNanos;

    private int setUpOps;
    private int setUpOpsLeft;

    private final Fingerprint hash = new Fingerprint();
    private long eventCount;

    HostThread(Platform platform, long seed, DeviceTimes deviceTimes, Device device, RequestSource source) {
        this.platform = platform;
        this.seed = seed;
        this.deviceTimes = deviceTimes;
        this.device = device;
        this.requests = new Requests(source.listed());
        this.door = source.live() == null ? null : new OpenDoor(source.live(), requests);
        HostSpec spec = platform.host();
        this.submitPicos = Picos.ofNanos(spec.submitNanos());
        this.furtherCallPicos = Picos.ofNanos(spec.callNanos());
        this.callbackPicos = Picos.ofNanos(spec.callbackNanos());
        this.noticePicos = Picos.ofNanos(spec.noticeNanos());
    }

    /** Returns how long notices of GPUs are under way. */
    long noticePicos() {
        return noticePicos;
    }

    /** Returns how long a call takes at least before its operation reaches the GPU. */
    long submitPicos() {
        return submitPicos;
    }

    /** Starts the program. */
    void start(Program program) {
        isInCallback = true;
        callPicos = events.nowPicos();
        controller = program.start(this);
        endCallback();
        setUpOps = device.submitted();
        setUpOpsLeft = setUpOps;
        if (setUpOps == 0) {
            letArrive(0);
        }
    }

    private void letArrive(long fromNanos) {
        requests.startAt(fromNanos);
        planArrival();
        if (door != null) {
            door.open(fromNanos);
        }
    }

    /** Takes a notice that a GPU has sent, later than those before. */
    void send(SentNotice notice) {
        underway.add(notice);
    }

    /** Returns when the next event is due, {@link EventQueue#NEVER} if there is none. */
    long nextPicos() {
        return Math.min(nextEventPicos(), door == null ? EventQueue.NEVER : door.presentPicos());
    }

    private long nextEventPicos() {
        return Math.min(events.nextPicos(), nextNoticePicos());
    }

    /** Returns whether nothing is pending but what the run does not wait for. */
    boolean isThrough() {
        boolean mayCome = door != null && door.presentPicos() != EventQueue.NEVER;
        return underway.isEmpty() && events.size() == backgroundEvents && !mayCome;
    }

    private long nextNoticePicos() {
        SentNotice next = underway.peek();
        return next == null ? EventQueue.NEVER : next.atPicos() + noticePicos;
    }

    /**
     * Handles the next event, of which there has to be one; or looks for requests from outside, when it is their turn.
     *
     * @param devicePicos when the next event of a GPU is due
     */
    void step(long devicePicos) {
        if (door != null && door.presentPicos() <= nextEventPicos()) {
            look(door, devicePicos);
            return;
        }
        if (nextNoticePicos() < events.nextPicos()) {
            events.advanceTo(nextNoticePicos());
            count(Event.of(Event.NOTICE, 0));
            receive(underway.remove().notice());
            return;
        }
        long event = events.poll();
        count(event);
        switch (Event.type(event)) {
            case Event.ARRIVAL -> arrive();
            case Event.THREAD -> free();
            case Event.TIMER -> tell(new Notice.Rang(timers[Event.subject(event)]));
            case Event.BACKGROUND_TIMER -> {
                backgroundEvents--;
                tell(new Notice.Rang(timers[Event.subject(event)]));
            }
            default -> throw new IllegalStateException("no event of the host has type " + Event.type(event));
        }
    }

    private void look(OpenDoor open, long devicePicos) {
        long presentPicos = open.presentPicos();
        Arrival arrival = open.look(events.nextPicos(), Math.min(nextEventPicos(), devicePicos));
        if (arrival != null) {
            events.advanceTo(presentPicos);
            count(Event.of(Event.ARRIVAL, 0));
            tell(new Notice.Arrived(arrival));
        }
    }

    private void count(long event) {
        hash.add(events.nowPicos()).add(event);
        eventCount++;
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
        tell(new Notice.Arrived(arrival));
    }

    private void receive(Notice notice) {
        tell(notice);
        if (notice instanceof Notice.OpEnded ended && ended.op().id() < setUpOps && --setUpOpsLeft == 0) {
            letArrive(Picos.toNanosUp(events.nowPicos()));
        }
    }

    /** Tells the controller as soon as the thread is free. */
    private void tell(Notice notice) {
        inbox.add(notice);
        takeNotices();
    }

    /** Ends the occupation that a callback had caused. */
    private void free() {
        isOccupied = false;
        takeNotices();
    }

    private void takeNotices() {
        while (!isOccupied && !isInCallback && !inbox.isEmpty()) {
            call(inbox.remove());
        }
    }

    private void call(Notice notice) {
        if (controller == null) {
            throw new IllegalStateException(notice + " came before the program had started");
        }
        isInCallback = true;
        nowNanos = Picos.toNanos(events.nowPicos());
        callPicos = events.nowPicos() + callbackPicos;
        if (notice instanceof Notice.Arrived arrived) {
            controller.onArrival(arrived.arrival());
        } else if (notice instanceof Notice.Rang rang) {
            controller.onTimer(rang.timerId());
        } else if (notice instanceof Notice.BlocksMoved moved) {
            controller.onBlocks(moved.opId(), moved.started(), moved.ended());
        } else if (notice instanceof Notice.OpEnded ended) {
            SimOp op = ended.op();
            if (op.value != null) {
                controller.onValue(op.id(), op.value);
                callPicos += callbackPicos;
            }
            controller.onOpDone(op.id(), Picos.toNanos(op.startPicos()), Picos.toNanos(op.endPicos(events.nowPicos())));
        }
        endCallback();
    }

    private void endCallback() {
        isInCallback = false;
        if (callPicos > events.nowPicos()) {
            isOccupied = true;
            events.add(callPicos, Event.of(Event.THREAD, 0));
        }
    }

    @Override
    public Platform platform() {
        return platform;
    }

    @Override
    public long nowNanos() {
        return nowNanos;
    }

    @Override
    public long seed() {
        return seed;
    }

    @Override
    public Buffer allocate(Place place, long bytes) {
        checkInCallback("allocate");
        return device.allocate(place, bytes);
    }

    @Override
    public long submit(Gpu gpu, int stream, long requestId, Op op) {
        return submit(gpu, stream, op, false);
    }

    @Override
    public long submitQuietly(Gpu gpu, int stream, long requestId, Op op) {
        return submit(gpu, stream, op, true);
    }

    private long submit(Gpu gpu, int stream, Op op, boolean isQuiet) {
        checkInCallback("submit");
        List<StreamEntry> entries = StreamEntry.of(op, deviceTimes, isQuiet);
        long submittedPicos = callPicos;
        callPicos += submitPicos + (entries.size() - 1) * furtherCallPicos;
        return device.submit(gpu, stream, op, entries, submittedPicos, callPicos);
    }

    @Override
    public void timer(long timerId, long atNanos) {
        checkInCallback("timer");
        timer(Event.TIMER, timerId, atNanos);
    }

    @Override
    public void backgroundTimer(long timerId, long atNanos) {
        checkInCallback("backgroundTimer");
        timer(Event.BACKGROUND_TIMER, timerId, atNanos);
        backgroundEvents++;
    }

    private void timer(int type, long timerId, long atNanos) {
        if (timerCount == timers.length) {
            timers = Arrays.copyOf(timers, 2 * timerCount);
        }
        timers[timerCount] = timerId;
        long atPicos = Math.max(events.nowPicos(), Picos.ofNanos(atNanos));
        events.add(atPicos, Event.of(type, timerCount++));
    }

    @Override
    public void finish(long requestId) {
        checkInCallback("finish");
        requests.finish(requestId);
    }

    private void checkInCallback(String call) {
        if (!isInCallback) {
            throw new IllegalStateException(
                    "a system called %s at %d ns, outside its callbacks".formatted(call, nowNanos));
        }
    }

    /** Checks that all requests are finished, now that nothing can happen any more. */
    void checkFinished() {
        requests.checkFinished();
    }

    /** Returns the hash of its events: their times, and what they were. */
    long eventHash() {
        return hash.value();
    }

    long eventCount() {
        return eventCount;
    }

    /** Returns when the last thing happened. */
    long lastPicos() {
        return events.nowPicos();
    }
}
