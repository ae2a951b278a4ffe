package dev.diptych.clients;

import java.util.List;

/** What became of a request. The code is what responses hold. */
public enum Outcome {
    SERVED(0),
    /** The scheduler refused it, as one that could not keep its deadline. */
    REJECTED(1),
    /** It was served, but its output does not fit into a slot. */
    TOO_LARGE(2);

    private static final List<Outcome> ALL = List.of(values());

    private final int code;

    Outcome(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Outcome of(int code) {
        if (code >= ALL.size()) {
            throw new IllegalStateException("no outcome has the code " + code);
        }
        return ALL.get(code);
    }
}
