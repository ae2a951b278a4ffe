package dev.diptych.model;

import java.io.Serial;

/**
 * A mistake in what the user gave: a file, a setting, a size. The message is one line that says what is wrong, where, and what to do;
 * the command line prints it as it is and ends with exit code 2.
 */
public class InputException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public InputException(String message) {
        super(message);
    }

    public InputException(String message, Throwable cause) {
        super(message, cause);
    }
}
