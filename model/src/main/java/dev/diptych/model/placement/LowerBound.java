package dev.diptych.model.placement;

/**
 * What no placement of a problem can fall below, GPU by GPU and without solving anything. GPU {@code i} can have its {@code K_i} hottest
 * entries in its own memory at most, and its {@code M_i} hottest in any memory that it reaches; the others it reads from the host. So much
 * time its host reads take at least, and so much all its multiprocessors when every read takes the cheapest way left to it.
 */
public final class LowerBound {
    private LowerBound() {}

    /** Returns the bound, in the problem's unit of time. */
    public static double of(PlacementProblem problem) {
        double bound = 0;
        for (int gpu = 0; gpu < problem.gpus(); gpu++) {
            bound = Math.max(bound, of(problem, gpu));
        }
        return bound + problem.costs().fixed();
    }

    private static double of(PlacementProblem problem, int gpu) {
        ReadCosts.Reader reader = problem.costs().gpus().get(gpu);
        double hostArea = reader.hostSms() * reader.hostCost();
        double peerArea = hostArea;
        double overhead = reader.localSms() * reader.localOverhead() + reader.hostSms() * reader.hostOverhead();
        double own = problem.capacityRows().get(gpu);
        double reached = own;
        for (int peer = 0; peer < problem.gpus(); peer++) {
            if (peer != gpu && reader.reaches(peer)) {
                peerArea = Math.min(
                        peerArea,
                        reader.peerSms().get(peer) * reader.peerCosts().get(peer));
                overhead += reader.peerSms().get(peer) * reader.peerOverhead();
                reached += problem.capacityRows().get(peer);
            }
        }
        double localArea = Math.min(peerArea, reader.localSms() * reader.localCost());
        double hostReads = problem.hostReads().get(gpu);
        double area = overhead + hostArea * hostReads;
        double rank = 0;
        for (int level : problem.hottestFirst(gpu)) {
            double entries = problem.levels().get(level).entries();
            double reads = problem.levels().get(level).reads().get(gpu);
            double local = Math.min(entries, Math.max(0, own - rank));
            double cached = Math.min(entries, Math.max(0, reached - rank));
            area += reads * (local * localArea + (cached - local) * peerArea + (entries - cached) * hostArea);
            hostReads += reads * (entries - cached);
            rank += entries;
        }
        return Math.max(area / reader.sms(), reader.hostOverhead() + reader.hostCost() * hostReads);
    }
}
