package dev.diptych.sim.ptx.syntax;

/**
 * Where something stands in the source that was compiled to PTX.
 *
 * @param file its number, see {@link Module#sourceFiles}
 * @param line counted from 1
 */
public record SourcePosition(int file, int line) {
    /** Of PTX that says nothing. */
    public static final SourcePosition NONE = new SourcePosition(0, 0);
}
