package dev.diptych.systems.embedding.policy;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.placement.PlacementProblem;
import dev.diptych.model.placement.ReadCosts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The times of a problem in which all GPUs are alike, as functions of two masses of reads: {@code a}, those of entries that lie on every GPU,
 * and {@code q}, those of entries that lie on any. Then a GPU reads {@code a + (q - a) / G} at home, {@code (q - a) / G} from each peer, and
 * {@code W - q} from the host, and every time is linear in the two.
 *
 * @param lines the times that differ
 */
record SymmetricFlows(List<Line> lines) {
    /** A time {@code constant + ofReplicated a + ofCovered q}. */
    record Line(double constant, double ofReplicated, double ofCovered) {
        double at(double replicated, double covered) {
            return constant + ofReplicated * replicated + ofCovered * covered;
        }
    }

    /** Costs of a read of each kind, summed over what takes part. */
    private record Weights(double local, double peer, double host) {}

    SymmetricFlows {
        lines = List.copyOf(lines);
    }

    /** Returns why a problem's GPUs are not all alike, in one line; nothing when they are. */
    static Optional<String> asymmetry(PlacementProblem problem) {
        int gpus = problem.gpus();
        ReadCosts.Reader first = problem.costs().gpus().get(0);
        for (int gpu = 0; gpu < gpus; gpu++) {
            if (!problem.capacityRows().get(gpu).equals(problem.capacityRows().get(0))) {
                return Optional.of("%s and %s have unequal capacities".formatted(new Gpu(0), new Gpu(gpu)));
            }
            ReadCosts.Reader reader = problem.costs().gpus().get(gpu);
            for (int peer = 0; peer < gpus; peer++) {
                if (peer != gpu && !reader.reaches(peer)) {
                    return Optional.of("%s cannot read from %s".formatted(new Gpu(gpu), new Gpu(peer)));
                }
            }
            if (!withoutPeers(reader).equals(withoutPeers(first))
                    || !problem.hostReads().get(gpu).equals(problem.hostReads().get(0))) {
                return Optional.of("%s and %s read at unequal costs".formatted(new Gpu(0), new Gpu(gpu)));
            }
            for (int peer = 0; peer < gpus; peer++) {
                int any = 1;
                if (peer != gpu
                        && (!reader.peerCosts()
                                        .get(peer)
                                        .equals(first.peerCosts().get(any))
                                || !reader.peerSms()
                                        .get(peer)
                                        .equals(first.peerSms().get(any)))) {
                    return Optional.of("%s reads from %s at another cost than %s from %s"
                            .formatted(new Gpu(gpu), new Gpu(peer), new Gpu(0), new Gpu(any)));
                }
            }
        }
        for (PlacementProblem.Level level : problem.levels()) {
            if (level.reads().stream().distinct().count() > 1) {
                return Optional.of("GPUs read the same entries unequally often");
            }
        }
        if (problem.moveCost() > 0) {
            return Optional.of("moving rows has a cost, and they may lie anywhere");
        }
        return unevenlyShared(problem);
    }

    private static ReadCosts.Reader withoutPeers(ReadCosts.Reader reader) {
        return new ReadCosts.Reader(
                reader.localCost(),
                List.of(),
                reader.hostCost(),
                reader.localSms(),
                List.of(),
                reader.hostSms(),
                reader.localOverhead(),
                reader.peerOverhead(),
                reader.hostOverhead());
    }

    /**
     * What is shared may be told apart, as long as it comes in sets that together treat all GPUs and all pairs of them alike: uplinks of two GPUs
     * each, a port of every GPU. The mean over a set is then at most its longest time, and equals what flows averaged over all ways to number the
     * GPUs give: so averaged flows are as good.
     */
    private static Optional<String> unevenlyShared(PlacementProblem problem) {
        int gpus = problem.gpus();
        Map<Weights, double[][]> sums = new LinkedHashMap<>();
        for (ReadCosts.Shared shared : problem.costs().shared()) {
            double[][] sum = sums.computeIfAbsent(weights(shared), unused -> new double[gpus][gpus + 1]);
            for (ReadCosts.Term term : shared.terms()) {
                sum[term.reader()][term.source() instanceof Gpu source ? source.index() : gpus] += term.cost();
            }
        }
        for (Map.Entry<Weights, double[][]> entry : sums.entrySet()) {
            double[][] sum = entry.getValue();
            for (int reader = 0; reader < gpus; reader++) {
                for (int source = 0; source <= gpus; source++) {
                    double alike = source == gpus ? sum[0][gpus] : source == reader ? sum[0][0] : sum[0][1];
                    if (!isAbout(sum[reader][source], alike)) {
                        return Optional.of("%s is shared unevenly".formatted(nameOf(problem, entry.getKey())));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static String nameOf(PlacementProblem problem, Weights weights) {
        return problem.costs().shared().stream()
                .filter(shared -> weights(shared).equals(weights))
                .findFirst()
                .orElseThrow()
                .name();
    }

    private static boolean isAbout(double one, double other) {
        return Math.abs(one - other) <= 1e-12 * (Math.abs(one) + Math.abs(other));
    }

    private static Weights weights(ReadCosts.Shared shared) {
        double local = 0;
        double peer = 0;
        double host = 0;
        for (ReadCosts.Term term : shared.terms()) {
            if (!(term.source() instanceof Gpu source)) {
                host += term.cost();
            } else if (source.index() == term.reader()) {
                local += term.cost();
            } else {
                peer += term.cost();
            }
        }
        return new Weights(local, peer, host);
    }

    /** Returns the times of a problem that has no {@link #asymmetry}. */
    static SymmetricFlows of(PlacementProblem problem) {
        int gpus = problem.gpus();
        double all = 0;
        for (PlacementProblem.Level level : problem.levels()) {
            all += level.entries() * level.reads().get(0);
        }
        double hostReads = all + problem.hostReads().get(0);
        ReadCosts.Reader reader = problem.costs().gpus().get(0);
        List<Line> lines = new ArrayList<>();
        double peerCost = gpus == 1 ? 0 : reader.peerCosts().get(1);
        double peerSms = gpus == 1 ? 0 : (gpus - 1) * reader.peerSms().get(1);
        lines.add(line(reader.hostOverhead(), new Weights(0, 0, reader.hostCost()), gpus, hostReads));
        lines.add(line(reader.localOverhead(), new Weights(reader.localCost(), 0, 0), gpus, hostReads));
        lines.add(line(gpus == 1 ? 0 : reader.peerOverhead(), new Weights(0, peerCost, 0), gpus, hostReads));
        double sms = reader.sms();
        lines.add(line(
                (reader.localSms() * reader.localOverhead()
                                + peerSms * reader.peerOverhead()
                                + reader.hostSms() * reader.hostOverhead())
                        / sms,
                new Weights(
                        reader.localSms() * reader.localCost() / sms,
                        peerSms * peerCost / sms,
                        reader.hostSms() * reader.hostCost() / sms),
                gpus,
                hostReads));
        for (ReadCosts.Shared shared : problem.costs().shared()) {
            lines.add(line(0, weights(shared), gpus, hostReads));
        }
        return new SymmetricFlows(lines.stream().distinct().toList());
    }

    private static Line line(double overhead, Weights weights, int gpus, double hostReads) {
        double dealt = (weights.local + weights.peer) / gpus;
        return new Line(overhead + weights.host * hostReads, weights.local - dealt, dealt - weights.host);
    }

    /** Returns the longest time. */
    double at(double replicated, double covered) {
        double longest = 0;
        for (Line line : lines) {
            longest = Math.max(longest, line.at(replicated, covered));
        }
        return longest;
    }

    /** Returns the replicated mass up to a limit that makes the longest time shortest, for a covered mass: an end, or where two lines cross. */
    double bestReplicated(double most, double covered) {
        double best = at(most, covered) <= at(0, covered) ? most : 0;
        double shortest = at(best, covered);
        for (int i = 0; i < lines.size(); i++) {
            for (int j = 0; j < i; j++) {
                Line one = lines.get(i);
                Line other = lines.get(j);
                double slope = one.ofReplicated - other.ofReplicated;
                double where = (other.at(0, covered) - one.at(0, covered)) / slope;
                if (slope != 0 && where > 0 && where < most && at(where, covered) < shortest) {
                    best = where;
                    shortest = at(where, covered);
                }
            }
        }
        return best;
    }
}
