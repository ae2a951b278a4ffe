package dev.diptych.clients;

/** What a client wrote that no client may write. */
final class Violation extends Exception {
    private static final long serialVersionUID = 1;

    Violation(String message) {
        super(message, null, false, false);
    }
}
