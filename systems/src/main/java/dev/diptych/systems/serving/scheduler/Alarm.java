package dev.diptych.systems.serving.scheduler;

import dev.diptych.systems.serving.Job;

/** The next time at which a scheduler has to look again, asked for once. */
final class Alarm {
    private final Dispatch dispatch;
    private long atNanos = Job.NEVER;

    Alarm(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    /** Sees to a wake-up at a time or before it. */
    void noLaterThan(long nanos) {
        if (nanos < atNanos) {
            atNanos = nanos;
            dispatch.wake(nanos);
        }
    }

    /** Takes note of a wake-up; what was asked for beyond it is to be asked for again. */
    void rang() {
        atNanos = Job.NEVER;
    }
}
