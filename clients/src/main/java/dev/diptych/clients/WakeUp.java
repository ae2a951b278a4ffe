package dev.diptych.clients;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a client waits for answers. The code is what it tells the server. */
public enum WakeUp {
    /** Asleep until the answer is there. */
    BLOCK(0),
    /** Awake all the time. */
    SPIN(1),
    /** Asleep until the server says that the answer is almost there, then awake (Paella's client library). */
    HYBRID(2);

    private static final List<WakeUp> ALL = List.of(values());

    private final int code;

    WakeUp(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** Returns the one with a code, or null if there is none. */
    static @Nullable WakeUp of(int code) {
        return code >= 0 && code < ALL.size() ? ALL.get(code) : null;
    }
}
