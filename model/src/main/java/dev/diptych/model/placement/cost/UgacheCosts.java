package dev.diptych.model.placement.cost;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Link;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.placement.Hotness;
import dev.diptych.model.placement.PlacementProblem;
import dev.diptych.model.placement.ReadCosts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The costs of UGache (Song et al., SOSP'23), as its published code has them: a row from the own memory costs 1, others the ratio of effective
 * rates; an entry's reads are its part of the table in percent times its mean count; and 2 % of all reads go to the host in any case
 * ({@code optimal_solver_class.cc}, {@code asymm_link_desc.cc}, {@code coll_cache_cpu_addup}).
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(CostModel.class)
public final class UgacheCosts implements CostModel<UgacheCosts.Settings> {
    /**
     * What UGache's command line may override.
     *
     * @param hostSurcharge the part of all reads that is added to the host's
     * @param localGigabytesPerSecond in place of the machine's, as the two others
     */
    public record Settings(
            double hostSurcharge,
            Optional<Double> localGigabytesPerSecond,
            Optional<Double> peerGigabytesPerSecond,
            Optional<Double> hostGigabytesPerSecond) {
        public Settings {
            if (!(hostSurcharge >= 0)) {
                throw new IllegalArgumentException("hostSurcharge should be 0 or more, but is " + hostSurcharge);
            }
            checkRate(localGigabytesPerSecond);
            checkRate(peerGigabytesPerSecond);
            checkRate(hostGigabytesPerSecond);
        }

        private static void checkRate(Optional<Double> rate) {
            if (rate.isPresent() && !(rate.get() > 0)) {
                throw new IllegalArgumentException("a rate should be above 0, but is " + rate.get());
            }
        }
    }

    /** Rates and multiprocessors; those of peers by the widest links of a GPU, narrower ones have their part. */
    private record Machine(double local, double peer, double host, double localSms, double peerSms, double hostSms) {}

    /** UGache's testbeds A, B and C. */
    private static final Map<String, Machine> MACHINES = Map.of(
            "4xv100", new Machine(350, 38, 11, 72, 24, 8),
            "dgx1", new Machine(350, 38, 3.4, 72, 24, 8),
            "8xa100", new Machine(730, 30, 8, 98, 8, 10));

    private static final double PERCENT = 100;

    @Override
    public String name() {
        return "ugache";
    }

    @Override
    public String summary() {
        return "coefficients, 2 % term and units of UGache's solver";
    }

    @Override
    public Settings defaults() {
        return new Settings(0.02, Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Override
    public PlacementProblem problem(
            Platform platform, Hotness hotness, long rowBytes, List<Long> capacityRows, Settings settings) {
        Rates rates = new Rates(platform, rowBytes);
        rates.check(hotness, capacityRows);
        double percentOfEntry = PERCENT / hotness.entries();
        List<PlacementProblem.Level> levels = new ArrayList<>();
        for (Hotness.Level level : hotness.levels()) {
            List<Double> reads = new ArrayList<>();
            for (int gpu = 0; gpu < rates.gpus(); gpu++) {
                reads.add(percentOfEntry * level.counts().get(hotness.streamOf(gpu)));
            }
            levels.add(new PlacementProblem.Level(level.entries(), reads));
        }
        List<ReadCosts.Reader> readers = new ArrayList<>();
        List<Double> hostReads = new ArrayList<>();
        for (int gpu = 0; gpu < rates.gpus(); gpu++) {
            readers.add(reader(rates, gpu, settings));
            hostReads.add(settings.hostSurcharge * percentOfEntry * hotness.reads(hotness.streamOf(gpu)));
        }
        return new PlacementProblem("of UGache", levels, hostReads, new ReadCosts(readers, List.of(), 0), capacityRows);
    }

    private static ReadCosts.Reader reader(Rates rates, int gpu, Settings settings) {
        Machine machine = machine(rates, gpu);
        double local = settings.localGigabytesPerSecond.orElse(machine.local);
        double host = settings.hostGigabytesPerSecond.orElse(machine.host);
        double peer = settings.peerGigabytesPerSecond.orElse(machine.peer);
        double widest = widest(rates, gpu);
        List<Double> costs = new ArrayList<>();
        List<Double> sms = new ArrayList<>();
        for (int source = 0; source < rates.gpus(); source++) {
            Optional<Link> link = rates.way(gpu, new Gpu(source));
            double part = link.isPresent() ? rates.crowdedGigabytesPerSecond(link.get()) / widest : 0;
            costs.add(part == 0 ? Double.POSITIVE_INFINITY : local / (peer * part));
            sms.add(machine.peerSms * part);
        }
        return new ReadCosts.Reader(1, costs, local / host, machine.localSms, sms, machine.hostSms, 0, 0, 0);
    }

    private static double widest(Rates rates, int gpu) {
        double widest = 0;
        for (int source = 0; source < rates.gpus(); source++) {
            Optional<Link> link = rates.way(gpu, new Gpu(source));
            widest = Math.max(widest, link.map(rates::crowdedGigabytesPerSecond).orElse(0.0));
        }
        return widest;
    }

    /** Returns what UGache has for its own machines, and for others the same things by the platform's numbers. */
    private static Machine machine(Rates rates, int gpu) {
        Machine known = MACHINES.get(rates.platform().name());
        if (known != null) {
            return known;
        }
        Link toHost = rates.hostWay(gpu);
        double host = rates.crowdedGigabytesPerSecond(toHost);
        double hostSms = rates.sms(gpu, toHost, host);
        double peer = widest(rates, gpu);
        double peerSms = 0;
        for (int source = 0; source < rates.gpus(); source++) {
            Optional<Link> link = rates.way(gpu, new Gpu(source));
            if (link.isPresent()) {
                peerSms = Math.max(peerSms, rates.sms(gpu, link.get(), rates.crowdedGigabytesPerSecond(link.get())));
            }
        }
        int all = rates.platform().gpus().get(gpu).sms();
        if (hostSms >= all) {
            throw new InputException("platform '%s': all %d multiprocessors of %s do not use up its way to the host"
                    .formatted(rates.platform().name(), all, new Gpu(gpu)));
        }
        return new Machine(rates.rowBytes() / rates.localNanos(gpu), peer, host, all - hostSms, peerSms, hostSms);
    }
}
