package dev.diptych.systems.sampling.program;

/** One number. */
public final class Scalar extends Handle {
    Scalar(ProgramBuilder builder, int id) {
        super(builder, id);
    }
}
