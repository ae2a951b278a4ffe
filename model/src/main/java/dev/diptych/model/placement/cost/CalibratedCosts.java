package dev.diptych.model.placement.cost;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Link;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.Trunk;
import dev.diptych.model.placement.Hotness;
import dev.diptych.model.placement.PlacementProblem;
import dev.diptych.model.placement.ReadCosts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Seconds that a batch takes on a platform, by its numbers: memories, links, what links share, and rows as large as they are. Instead of a
 * fixed part of all reads, the part that goes to entries never seen is estimated ({@link Hotness#unseenShare}) and spread evenly over them,
 * so that storing one of them is worth something.
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(CostModel.class)
public final class CalibratedCosts implements CostModel<CalibratedCosts.Settings> {
    /**
     * What a batch is, and what of a platform counts.
     *
     * @param keysPerGpu what each GPU reads in a batch
     * @param unseen whether reads of entries never seen are expected
     * @param distinct whether a batch's keys are made distinct first, so that an entry is read once a batch at most
     * @param trunks whether links that share a stretch share it here: ports, uplinks, the host's memory
     * @param memories whether a GPU's memory also serves what other GPUs read, and takes what is read from elsewhere
     * @param indexMicros what looking up where rows lie takes
     * @param localOverheadMicros what reading from the own memory takes besides its rows; likewise from each peer, and from the host
     */
    public record Settings(
            long keysPerGpu,
            boolean unseen,
            boolean distinct,
            boolean trunks,
            boolean memories,
            double indexMicros,
            double localOverheadMicros,
            double peerOverheadMicros,
            double hostOverheadMicros) {
        public Settings {
            if (keysPerGpu < 1) {
                throw new IllegalArgumentException("keysPerGpu should be at least 1, but is " + keysPerGpu);
            }
        }
    }

    private static final double SECONDS_PER_NANO = 1e-9;
    private static final double SECONDS_PER_MICRO = 1e-6;

    @Override
    public String name() {
        return "calibrated";
    }

    @Override
    public String summary() {
        return "seconds a batch, by the platform's memories, links and trunks";
    }

    @Override
    public Settings defaults() {
        return new Settings(1_000_000, true, false, true, true, 0, 0, 0, 0);
    }

    @Override
    public PlacementProblem problem(
            Platform platform, Hotness hotness, long rowBytes, List<Long> capacityRows, Settings settings) {
        Rates rates = new Rates(platform, rowBytes);
        rates.check(hotness, capacityRows);
        checkRoom(rates, capacityRows);
        List<PlacementProblem.Level> levels = new ArrayList<>();
        for (Hotness.Level level : hotness.levels()) {
            List<Double> reads = new ArrayList<>();
            for (int gpu = 0; gpu < rates.gpus(); gpu++) {
                reads.add(reads(hotness, level, hotness.streamOf(gpu), settings));
            }
            levels.add(new PlacementProblem.Level(level.entries(), reads));
        }
        List<ReadCosts.Reader> readers = new ArrayList<>();
        List<Double> hostReads = new ArrayList<>();
        for (int gpu = 0; gpu < rates.gpus(); gpu++) {
            readers.add(reader(rates, gpu, settings));
            hostReads.add(0.0);
        }
        ReadCosts costs = new ReadCosts(readers, shared(rates, settings), settings.indexMicros * SECONDS_PER_MICRO);
        return new PlacementProblem("s", levels, hostReads, costs, capacityRows);
    }

    private static void checkRoom(Rates rates, List<Long> capacityRows) {
        for (int gpu = 0; gpu < rates.gpus(); gpu++) {
            long most = rates.platform().gpus().get(gpu).memory().bytes() / rates.rowBytes();
            if (capacityRows.get(gpu) > most) {
                throw new InputException("%s of platform '%s' has room for %d rows of %d bytes, but should store %d"
                        .formatted(
                                new Gpu(gpu), rates.platform().name(), most, rates.rowBytes(), capacityRows.get(gpu)));
            }
        }
    }

    private static double reads(Hotness hotness, Hotness.Level level, int stream, Settings settings) {
        double all = hotness.reads(stream);
        double unseen = settings.unseen ? hotness.unseenShare(stream) : 0;
        double count = level.counts().get(stream);
        double reads;
        if (all == 0) {
            // A stream that has read nothing may read anything.
            reads = settings.keysPerGpu / (double) hotness.entries();
        } else if (count == 0) {
            reads = unseen == 0 ? 0 : settings.keysPerGpu * unseen / hotness.unseenEntries(stream);
        } else {
            reads = settings.keysPerGpu * (1 - unseen) * count / all;
        }
        // Of many independent keys, a Poisson number is of this entry.
        return settings.distinct ? -StrictMath.expm1(-reads) : reads;
    }

    private static ReadCosts.Reader reader(Rates rates, int gpu, Settings settings) {
        Link toHost = rates.hostWay(gpu);
        double hostSms = rates.sms(gpu, toHost, toHost.kernelGigabytesPerSecond());
        List<Double> costs = new ArrayList<>();
        List<Double> sms = new ArrayList<>();
        for (int source = 0; source < rates.gpus(); source++) {
            Optional<Link> link = rates.way(gpu, new Gpu(source));
            costs.add(link.map(way -> seconds(rates, way.kernelGigabytesPerSecond()))
                    .orElse(Double.POSITIVE_INFINITY));
            sms.add(link.map(way -> rates.sms(gpu, way, way.kernelGigabytesPerSecond()))
                    .orElse(0.0));
        }
        return new ReadCosts.Reader(
                rates.localNanos(gpu) * SECONDS_PER_NANO,
                costs,
                seconds(rates, toHost.kernelGigabytesPerSecond()),
                rates.platform().gpus().get(gpu).sms() - hostSms,
                sms,
                hostSms,
                settings.localOverheadMicros * SECONDS_PER_MICRO,
                settings.peerOverheadMicros * SECONDS_PER_MICRO,
                settings.hostOverheadMicros * SECONDS_PER_MICRO);
    }

    private static double seconds(Rates rates, double gigabytesPerSecond) {
        return rates.rowBytes() / gigabytesPerSecond * SECONDS_PER_NANO;
    }

    private static List<ReadCosts.Shared> shared(Rates rates, Settings settings) {
        List<ReadCosts.Shared> shared = new ArrayList<>();
        if (settings.trunks) {
            for (Trunk trunk : rates.platform().trunks()) {
                List<ReadCosts.Term> terms = new ArrayList<>();
                for (Link link : rates.platform().links()) {
                    if (link.to() instanceof Gpu reader && trunk.carries(link)) {
                        terms.add(new ReadCosts.Term(
                                reader.index(), link.from(), seconds(rates, trunk.kernelGigabytesPerSecond())));
                    }
                }
                add(shared, "trunk from %s to %s".formatted(trunk.from(), trunk.to()), terms);
            }
            List<ReadCosts.Term> terms = new ArrayList<>();
            for (int gpu = 0; gpu < rates.gpus(); gpu++) {
                terms.add(new ReadCosts.Term(
                        gpu,
                        HostMemory.HOST,
                        seconds(rates, rates.platform().host().memoryGigabytesPerSecond())));
            }
            add(shared, "the host's memory", terms);
        }
        if (settings.memories) {
            for (int gpu = 0; gpu < rates.gpus(); gpu++) {
                add(shared, "the memory of " + new Gpu(gpu), memory(rates, gpu));
            }
        }
        return shared;
    }

    private static List<ReadCosts.Term> memory(Rates rates, int gpu) {
        List<ReadCosts.Term> terms = new ArrayList<>();
        Place own = new Gpu(gpu);
        double written = rates.writtenNanos(gpu) * SECONDS_PER_NANO;
        terms.add(new ReadCosts.Term(gpu, own, rates.localNanos(gpu) * SECONDS_PER_NANO));
        terms.add(new ReadCosts.Term(gpu, HostMemory.HOST, written));
        for (int other = 0; other < rates.gpus(); other++) {
            if (other != gpu && rates.way(gpu, new Gpu(other)).isPresent()) {
                terms.add(new ReadCosts.Term(gpu, new Gpu(other), written));
            }
            if (other != gpu && rates.way(other, own).isPresent()) {
                terms.add(new ReadCosts.Term(other, own, rates.servedNanos(gpu) * SECONDS_PER_NANO));
            }
        }
        return terms;
    }

    private static void add(List<ReadCosts.Shared> shared, String name, List<ReadCosts.Term> terms) {
        if (!terms.isEmpty()) {
            shared.add(new ReadCosts.Shared(name, terms));
        }
    }
}
