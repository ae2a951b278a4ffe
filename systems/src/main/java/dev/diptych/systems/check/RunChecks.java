package dev.diptych.systems.check;

import dev.diptych.model.InputException;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Launch;
import dev.diptych.model.run.Arrival;
import java.util.ArrayList;
import java.util.List;

/** Time, timers, arrivals and refusals, as the contract has them. The first check gets the run's timers and arrivals. */
final class RunChecks {
    private static final long LATER_NANOS = 3_000_000;
    private static final long SET_UP_CYCLES = 1_000_000;

    private RunChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("timers ring in order and never early; requests arrive after the set-up", RunChecks::time),
                new Check("what a GPU cannot run is refused and leaves no trace", RunChecks::refusals));
    }

    static List<Arrival> arrivals() {
        return List.of(
                new Arrival(0, 0, 0, Bytes.ofInts(1)),
                new Arrival(1, LATER_NANOS, 0, Bytes.ofInts(2)),
                new Arrival(2, LATER_NANOS, 0, Bytes.ofInts(3)));
    }

    static void leaveRequestOpen(Lab lab) {
        lab.whenArrived(arrival -> lab.require(arrival.requestId() == 0, "another request arrived"));
    }

    private static void time(Lab lab) {
        lab.require(lab.host().nowNanos() == 0, "the run did not start at 0 ns");
        List<Long> rung = new ArrayList<>();
        timer(lab, rung, 7, 2 * LATER_NANOS);
        timer(lab, rung, 8, LATER_NANOS);
        timer(lab, rung, 9, 0);
        long[] setUpEnd = new long[1];
        long opId = lab.launch("spin", "spin", Dim.of(1), Dim.of(32), new Arg.I64(SET_UP_CYCLES));
        lab.whenEnded(opId, (start, end) -> setUpEnd[0] = lab.host().nowNanos());
        for (Arrival expected : arrivals()) {
            lab.whenArrived(arrival -> {
                lab.require(
                        arrival.requestId() == expected.requestId()
                                && arrival.payload().equals(expected.payload()),
                        "request %d arrived for request %d".formatted(arrival.requestId(), expected.requestId()));
                lab.require(
                        setUpEnd[0] > 0
                                && arrival.atNanos() >= setUpEnd[0] + expected.atNanos()
                                && lab.host().nowNanos() >= arrival.atNanos(),
                        "request %d, meant for %d ns, came at %d ns; the set-up took until %d ns"
                                .formatted(
                                        arrival.requestId(),
                                        arrival.atNanos(),
                                        lab.host().nowNanos(),
                                        setUpEnd[0]));
                lab.host().finish(arrival.requestId());
            });
        }
    }

    private static void timer(Lab lab, List<Long> rung, long timerId, long atNanos) {
        lab.timer(timerId, atNanos, () -> {
            rung.add(timerId);
            lab.require(
                    lab.host().nowNanos() >= atNanos,
                    "timer %d for %d ns rang at %d ns"
                            .formatted(timerId, atNanos, lab.host().nowNanos()));
            lab.require(List.of(9L, 8L, 7L).subList(0, rung.size()).equals(rung), "timers rang as " + rung);
        });
    }

    private static void refusals(Lab lab) {
        Launch good = lab.launchOf("spin", "spin", Dim.of(1), Dim.of(32), 0, new Arg.I64(0));
        refused(lab, "too many threads", shaped(good, Dim.of(2048), 0, good.args()));
        refused(lab, "too much shared memory", shaped(good, good.block(), 1 << 20, good.args()));
        refused(lab, "an argument too few", shaped(good, good.block(), 0, List.of()));
        refused(lab, "an argument of the wrong type", shaped(good, good.block(), 0, List.of(new Arg.F32(1))));
        lab.submit(good);
    }

    private static Launch shaped(Launch launch, Dim block, int sharedBytes, List<Arg> args) {
        return new Launch(launch.kernel(), launch.grid(), block, sharedBytes, args, 0);
    }

    private static void refused(Lab lab, String what, Launch launch) {
        try {
            lab.submit(launch);
            lab.fail(what + " was accepted");
        } catch (InputException e) {
            lab.require(!String.valueOf(e.getMessage()).contains("\n"), what + " is refused in more than one line");
        }
    }
}
