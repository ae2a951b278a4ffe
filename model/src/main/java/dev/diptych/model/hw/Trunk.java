package dev.diptych.model.hw;

import java.util.List;

/**
 * A stretch of wire that several links run over: the port of a GPU at a switch, or an uplink that two GPUs share. Every link that leads
 * from one of {@code from} to one of {@code to} has its share of it.
 *
 * @param kernelGigabytesPerSecond what loads and stores of kernels reach together over all these links
 * @param copyGigabytesPerSecond what copy engines reach likewise
 */
public record Trunk(List<Place> from, List<Place> to, double kernelGigabytesPerSecond, double copyGigabytesPerSecond) {
    public Trunk {
        from = List.copyOf(from);
        to = List.copyOf(to);
        Bounds.positive("kernelGigabytesPerSecond", kernelGigabytesPerSecond);
        Bounds.positive("copyGigabytesPerSecond", copyGigabytesPerSecond);
    }

    /** Returns whether a link runs over it. */
    public boolean carries(Link link) {
        return from.contains(link.from()) && to.contains(link.to());
    }
}
