package dev.diptych.clients;

import dev.diptych.model.op.Bytes;
import org.jspecify.annotations.Nullable;

/** A client as the server sees it, on the thread that runs the program. */
interface Guest {
    /**
     * A request that a client has sent, taken out of its reach.
     *
     * @param slot by which the client knows it
     */
    record Request(int slot, int model, Bytes input) {}

    /** Returns who it is, for messages. */
    String name();

    /**
     * Returns its next request, or null if it has sent none.
     *
     * @throws Violation when it wrote what no client may write
     */
    @Nullable
    Request poll() throws Violation;

    /** Returns whether it has gone or was sent away; then nothing is taken from it, and answers go nowhere. */
    boolean isGone();

    /** Sends it away. */
    void dismiss();

    /** Says that a request is almost done. */
    void announce(int slot);

    void answer(int slot, Outcome outcome, Bytes output);

    /** Returns how many of its requests are not answered. */
    int outstanding();

    /** Gives back what it held; nothing of it is outstanding any more, and nothing is called after this. */
    void release();
}
