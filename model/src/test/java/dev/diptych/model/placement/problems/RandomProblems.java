package dev.diptych.model.placement.problems;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.placement.PlacementProblem;
import dev.diptych.model.placement.ReadCosts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** Placement problems by a seed: alike GPUs, or GPUs that differ in everything they can differ in. */
public final class RandomProblems {
    private RandomProblems() {}

    /** Returns a problem of GPUs that are alike; with a shared memory of the host, and a port of every GPU. */
    public static PlacementProblem symmetric(long seed, int gpus, int levels, int mostEntries) {
        SplittableRandom random = new SplittableRandom(seed);
        double local = random.nextDouble(0.5, 1.5);
        double peer = random.nextDouble(1, 20);
        double host = random.nextDouble(10, 60);
        double hostSms = random.nextInt(1, 10);
        double localSms = random.nextInt(20, 80);
        double peerSms = gpus == 1 ? 0 : (int) (localSms / (gpus - 1));
        double overhead = random.nextDouble(5);
        List<ReadCosts.Reader> readers = new ArrayList<>();
        for (int gpu = 0; gpu < gpus; gpu++) {
            List<Double> costs = new ArrayList<>(Collections.nCopies(gpus, peer));
            List<Double> sms = new ArrayList<>(Collections.nCopies(gpus, peerSms));
            costs.set(gpu, Double.POSITIVE_INFINITY);
            sms.set(gpu, 0.0);
            readers.add(new ReadCosts.Reader(local, costs, host, localSms, sms, hostSms, 0, overhead, 2 * overhead));
        }
        List<ReadCosts.Shared> shared = new ArrayList<>();
        double port = peer * random.nextDouble(0.05, 0.6);
        double memory = host * random.nextDouble(0.01, 0.4);
        List<ReadCosts.Term> all = new ArrayList<>();
        for (int gpu = 0; gpu < gpus; gpu++) {
            all.add(new ReadCosts.Term(gpu, HostMemory.HOST, memory));
            List<ReadCosts.Term> terms = new ArrayList<>();
            for (int reader = 0; reader < gpus; reader++) {
                if (reader != gpu) {
                    terms.add(new ReadCosts.Term(reader, new Gpu(gpu), port));
                }
            }
            shared.add(new ReadCosts.Shared("port of gpu" + gpu, terms));
        }
        shared.add(new ReadCosts.Shared("host", all));
        List<PlacementProblem.Level> hotness = new ArrayList<>();
        long entries = 0;
        for (int level = 0; level < levels; level++) {
            long some = random.nextInt(1, mostEntries + 1);
            double reads = random.nextInt(8) == 0 ? 0 : random.nextDouble(20) / Math.sqrt((double) some);
            hotness.add(new PlacementProblem.Level(some, Collections.nCopies(gpus, reads)));
            entries += some;
        }
        long capacity = random.nextLong(entries + 1);
        double hostReads = random.nextDouble(2);
        return new PlacementProblem(
                "s",
                hotness,
                Collections.nCopies(gpus, hostReads),
                new ReadCosts(readers, shared, random.nextDouble(2)),
                Collections.nCopies(gpus, capacity));
    }

    /** Returns a problem of GPUs that differ in costs, capacities, reads and whom they reach. */
    public static PlacementProblem asymmetric(long seed, int gpus, int levels, int mostEntries) {
        SplittableRandom random = new SplittableRandom(seed);
        List<ReadCosts.Reader> readers = new ArrayList<>();
        List<ReadCosts.Term> uplink = new ArrayList<>();
        for (int gpu = 0; gpu < gpus; gpu++) {
            List<Double> costs = new ArrayList<>();
            List<Double> sms = new ArrayList<>();
            for (int source = 0; source < gpus; source++) {
                boolean isReached = source != gpu && random.nextInt(4) > 0;
                costs.add(isReached ? random.nextDouble(1, 20) : Double.POSITIVE_INFINITY);
                sms.add(isReached ? (double) random.nextInt(1, 30) : 0.0);
            }
            readers.add(new ReadCosts.Reader(
                    random.nextDouble(0.5, 1.5),
                    costs,
                    random.nextDouble(10, 60),
                    random.nextInt(20, 80),
                    sms,
                    random.nextInt(1, 10),
                    0,
                    random.nextDouble(5),
                    random.nextDouble(5)));
            uplink.add(new ReadCosts.Term(gpu, HostMemory.HOST, random.nextDouble(1, 30)));
        }
        List<PlacementProblem.Level> hotness = new ArrayList<>();
        long entries = 0;
        for (int level = 0; level < levels; level++) {
            long some = random.nextInt(1, mostEntries + 1);
            List<Double> reads = new ArrayList<>();
            for (int gpu = 0; gpu < gpus; gpu++) {
                reads.add(random.nextInt(8) == 0 ? 0 : random.nextDouble(20) / Math.sqrt((double) some));
            }
            hotness.add(new PlacementProblem.Level(some, reads));
            entries += some;
        }
        List<Long> capacities = new ArrayList<>();
        List<Double> hostReads = new ArrayList<>();
        for (int gpu = 0; gpu < gpus; gpu++) {
            capacities.add(random.nextInt(6) == 0 ? 0 : random.nextLong(entries + 1));
            hostReads.add(random.nextDouble(2));
        }
        List<ReadCosts.Shared> shared = List.of(new ReadCosts.Shared("uplink", uplink));
        return new PlacementProblem(
                "s", hotness, hostReads, new ReadCosts(readers, shared, random.nextDouble(2)), capacities);
    }
}
