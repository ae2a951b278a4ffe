package dev.diptych.sim.machine;

/** Events of the host and of GPUs as numbers: what happens above, to whom below. */
final class Event {
    /** The next request arrives. */
    static final int ARRIVAL = 0;
    /** A submitted operation reaches its stream; subject: the operation. */
    static final int ISSUED = 1;
    /** The front end is done with an entry of the operation at the head of a queue; subject: the operation. */
    static final int ENTRY = 2;
    /** The block dispatcher may place a block again. */
    static final int DISPATCH = 3;
    /** A placed block begins its first phase; subject: the block. */
    static final int BLOCK = 4;
    /** A block's wait is over; subject: the block. */
    static final int WAITED = 5;
    /** A client of a crowd may be done; subject: the crowd. */
    static final int CROWD = 6;
    /** A copy's first byte moves; subject: the operation. */
    static final int COPY = 7;
    /** The oldest notice on its way reaches the controller's thread. */
    static final int NOTICE = 8;
    /** The controller's thread is free again. */
    static final int THREAD = 9;
    /** A timer comes due; subject: its place in the list of timers. */
    static final int TIMER = 10;
    /** The same of one that the run does not wait for. */
    static final int BACKGROUND_TIMER = 11;

    private Event() {}

    static long of(int type, int subject) {
        return (long) type << Integer.SIZE | subject;
    }

    static int type(long event) {
        return (int) (event >>> Integer.SIZE);
    }

    static int subject(long event) {
        return (int) event;
    }
}
