package dev.diptych.sim.ptx.exec;

import dev.diptych.model.InputException;
import java.io.Serial;

/** A mistake of a kernel that a GPU would answer with an error or with garbage: an access out of bounds, a race, a barrier never met. */
public final class KernelFault extends InputException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** A block's or thread's indices. */
    public record Position(int x, int y, int z) {
        @Override
        public String toString() {
            return "(%d,%d,%d)".formatted(x, y, z);
        }
    }

    /**
     * Where in the code.
     *
     * @param file and {@code line} of the PTX
     * @param sourceFile and {@code sourceLine} of what it was compiled from; empty and 0 if the PTX does not say
     */
    public record Site(String kernel, String file, int line, String sourceFile, int sourceLine, String instruction) {
        @Override
        public String toString() {
            String source = sourceLine == 0 ? "" : " (%s:%d)".formatted(sourceFile, sourceLine);
            return "kernel %s, %s:%d%s, %s".formatted(kernel, file, line, source, instruction);
        }
    }

    private final transient Site site;
    private final transient Position block;
    private final transient Position thread;
    private final String what;

    KernelFault(Site site, Position block, Position thread, String what) {
        super("%s, block %s, thread %s: %s".formatted(site, block, thread, what));
        this.site = site;
        this.block = block;
        this.thread = thread;
        this.what = what;
    }

    public Site site() {
        return site;
    }

    public Position block() {
        return block;
    }

    public Position thread() {
        return thread;
    }

    /** Returns what went wrong, without the place. */
    public String what() {
        return what;
    }
}
