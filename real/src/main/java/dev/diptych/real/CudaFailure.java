package dev.diptych.real;

import java.io.Serial;

/** A driver call that failed: the run that met it has no result. */
public final class CudaFailure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    CudaFailure(String message) {
        super(message);
    }
}
