package dev.diptych.model.placement;

import dev.diptych.model.hw.Gpu;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a placement achieves on a problem, in the problem's unit of time.
 *
 * @param objective the longest of all times, with the fixed cost and the cost of rows moved
 * @param gpus the times of each GPU
 * @param shared the time of everything that is shared, in the order of the problem
 * @param share where reads go, over all GPUs
 * @param movedRows rows that GPUs store and did not store before
 */
public record Outcome(double objective, List<GpuTimes> gpus, List<Double> shared, Share share, double movedRows) {
    /**
     * The times of one GPU.
     *
     * @param peers of each GPU as a source; 0 for itself and for those that it cannot reach
     * @param multiprocessors of all its multiprocessors together
     */
    public record GpuTimes(double local, List<Double> peers, double host, double multiprocessors) {
        public GpuTimes {
            peers = List.copyOf(peers);
        }

        /** Returns the longest. */
        public double longest() {
            double longest = Math.max(Math.max(local, host), multiprocessors);
            for (double peer : peers) {
                longest = Math.max(longest, peer);
            }
            return longest;
        }
    }

    /** Where reads go: three parts of 1, or all 0 where nothing is read. Reads that no placement avoids are not among them. */
    public record Share(double local, double peer, double host) {}

    public Outcome {
        gpus = List.copyOf(gpus);
        shared = List.copyOf(shared);
    }

    /**
     * Returns the outcome of flows.
     *
     * @param reads of each GPU from each source; the host is the last
     */
    static Outcome of(PlacementProblem problem, double[][] reads, Share share, double movedRows) {
        int count = problem.gpus();
        List<GpuTimes> times = new ArrayList<>();
        double longest = 0;
        for (int gpu = 0; gpu < count; gpu++) {
            GpuTimes own = times(
                    problem.costs().gpus().get(gpu),
                    gpu,
                    reads[gpu],
                    problem.hostReads().get(gpu));
            times.add(own);
            longest = Math.max(longest, own.longest());
        }
        List<Double> shared = new ArrayList<>();
        for (ReadCosts.Shared one : problem.costs().shared()) {
            double time = 0;
            for (ReadCosts.Term term : one.terms()) {
                boolean isHost = !(term.source() instanceof Gpu);
                double rows = reads[term.reader()][term.source() instanceof Gpu peer ? peer.index() : count];
                time += term.cost() * (rows + (isHost ? problem.hostReads().get(term.reader()) : 0));
            }
            shared.add(time);
            longest = Math.max(longest, time);
        }
        double objective = longest + problem.costs().fixed() + problem.moveCost() * movedRows;
        return new Outcome(objective, times, shared, share, movedRows);
    }

    private static GpuTimes times(ReadCosts.Reader reader, int self, double[] reads, double hostReads) {
        double local = reader.localOverhead() + reader.localCost() * reads[self];
        double host = reader.hostOverhead() + reader.hostCost() * (reads[reads.length - 1] + hostReads);
        double area = reader.localSms() * local + reader.hostSms() * host;
        List<Double> peers = new ArrayList<>(Collections.nCopies(reads.length - 1, 0.0));
        for (int peer = 0; peer < reads.length - 1; peer++) {
            if (peer != self && reader.reaches(peer)) {
                double time = reader.peerOverhead() + reader.peerCosts().get(peer) * reads[peer];
                peers.set(peer, time);
                area += reader.peerSms().get(peer) * time;
            }
        }
        return new GpuTimes(local, peers, host, area / reader.sms());
    }
}
