package dev.diptych.sim.work;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Slice;
import dev.diptych.model.work.BlockClass;
import dev.diptych.model.work.Phase;
import dev.diptych.model.work.WorkProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * {@code extract_factored} of {@code extraction.cu}. Which block serves which rows is decided as they come, so executing blocks one after the
 * other would have the first one do it all; {@link LocalFill} says how they share them instead. A block serves its own source, then local rows, then
 * its part of what nobody is there for. Help for sources that have blocks of their own does not count: their bounds leave no room for it.
 */
@AutoService(KernelWork.class)
public final class FactoredExtraction implements KernelWork {
    private static final int PARAMETERS = 29;
    private static final int FIRST_SOURCE = 13;
    private static final int WIDEST_BYTES = 16;

    /**
     * The queues of one launch, by source, that of unknown keys last.
     *
     * @param spans bytes of each source's rows that are read together: those of one region
     * @param wholes bytes of all its rows
     */
    private record Queues(
            Slice rows,
            long capacity,
            List<Long> counts,
            int local,
            List<Place> places,
            List<Long> spans,
            List<Long> wholes,
            List<Integer> blocksOf) {
        int unknown() {
            return places.size();
        }

        /** Returns how many queues a role comes with, besides the local one: the last source has one for each of its regions. */
        int ownQueues(int role, int regions) {
            if (role == local || role >= unknown()) {
                return 0;
            }
            return role == unknown() - 1 ? regions : 1;
        }
    }

    @Override
    public String name() {
        return "extraction/extract_factored";
    }

    @Override
    public String summary() {
        return "serves queues of rows, each from the memory where they lie";
    }

    @Override
    public None defaults() {
        return new None();
    }

    @Override
    public Set<Integer> readOnlyArgs() {
        Set<Integer> readOnly = new TreeSet<>(Set.of(1, 2, 3, 10, 12));
        IntStream.range(FIRST_SOURCE, PARAMETERS).forEach(readOnly::add);
        return readOnly;
    }

    @Override
    public Record seen(Platform platform, Gpu gpu) {
        return platform;
    }

    @Override
    public WorkProfile profile(Launch launch, Platform platform, Gpu gpu, KnownBytes bytes) {
        LaunchArgs args = new LaunchArgs(this, launch, PARAMETERS);
        int rowBytes = args.count32(6, "rowBytes");
        Queues queues = queues(launch, args, bytes);
        QueueWork work = new QueueWork(
                rowBytes,
                unitBytes(launch, rowBytes),
                (int) launch.block().count(),
                Math.multiplyExact(queues.capacity(), rowBytes),
                gpu);
        LocalFill fill =
                new LocalFill(platform, gpu, work, queues.blocksOf(), queues.places(), queues.counts(), queues.local());
        List<Phase> forAll = new ArrayList<>();
        double blocks = launch.grid().count();
        long unknown = queues.counts().get(queues.unknown());
        if (unknown > 0) {
            forAll.add(work.phase(null, unknown / blocks, unknown, 0, 0, 0));
        }
        double localHits = hits(queues, queues.local(), rowBytes, platform, bytes);
        List<BlockClass> classes = new ArrayList<>();
        for (int role = 0; role <= queues.places().size(); role++) {
            int count = queues.blocksOf().get(role);
            if (count == 0) {
                continue;
            }
            List<Phase> phases = new ArrayList<>();
            phases.add(work.turn(queues.unknown(), queues.ownQueues(role, args.count32(8, "regions"))));
            if (role < queues.unknown()
                    && role != queues.local()
                    && queues.counts().get(role) > 0) {
                phases.add(own(queues, role, count, rowBytes, platform, work, bytes));
            }
            phases.add(work.phase(
                    queues.places().get(queues.local()),
                    fill.localRows(role),
                    queues.counts().get(queues.local()),
                    queues.spans().get(queues.local()),
                    queues.wholes().get(queues.local()),
                    localHits));
            phases.addAll(forAll);
            classes.add(new BlockClass(count, phases));
        }
        return new WorkProfile(
                withOrphans(classes, queues, rowBytes, platform, work, bytes), touched(launch, queues, gpu, rowBytes));
    }

    private Phase own(
            Queues queues, int source, int blocks, int rowBytes, Platform platform, QueueWork work, KnownBytes bytes) {
        long rows = queues.counts().get(source);
        return work.phase(
                queues.places().get(source),
                (double) rows / blocks,
                rows,
                queues.spans().get(source),
                queues.wholes().get(source),
                hits(queues, source, rowBytes, platform, bytes));
    }

    /** Has one block serve the sources that no block is there for: whoever comes first keeps others away. */
    private List<BlockClass> withOrphans(
            List<BlockClass> classes,
            Queues queues,
            int rowBytes,
            Platform platform,
            QueueWork work,
            KnownBytes bytes) {
        List<Phase> orphans = new ArrayList<>();
        for (int source = 0; source < queues.unknown(); source++) {
            if (source != queues.local()
                    && queues.blocksOf().get(source) == 0
                    && queues.counts().get(source) > 0) {
                orphans.add(own(queues, source, 1, rowBytes, platform, work, bytes));
            }
        }
        if (orphans.isEmpty()) {
            return classes;
        }
        List<BlockClass> changed = new ArrayList<>(classes);
        BlockClass last = changed.remove(changed.size() - 1);
        List<Phase> phases = new ArrayList<>(last.phases());
        phases.addAll(orphans);
        changed.add(new BlockClass(1, phases));
        if (last.blocks() > 1) {
            changed.add(new BlockClass(last.blocks() - 1, last.phases()));
        }
        return changed;
    }

    private Queues queues(Launch launch, LaunchArgs args, KnownBytes bytes) {
        long capacity = args.count(5, "keyCount");
        int sources = args.count32(7, "sources");
        int regions = args.count32(8, "regions");
        int local = args.count32(9, "local");
        int roleCount = args.count32(11, "roleCount");
        if (sources < 1 || sources > PARAMETERS - FIRST_SOURCE || local >= sources || roleCount < 1) {
            throw new InputException("launch of %s: %d sources of which %d is local, and %d roles"
                    .formatted(name(), sources, local, roleCount));
        }
        Slice rows = args.array(1, "rows", capacity * (sources + regions), Long.BYTES, Long.BYTES);
        List<Place> places = new ArrayList<>();
        List<Long> spans = new ArrayList<>();
        List<Long> wholes = new ArrayList<>();
        for (int source = 0; source < sources; source++) {
            Arg table = launch.args().get(FIRST_SOURCE + source);
            Slice slice = table instanceof Arg.Address address ? address.slice() : rows;
            places.add(slice.buffer().place());
            wholes.add(slice.bytes());
            spans.add(source == sources - 1 ? slice.bytes() / regions : slice.bytes());
        }
        Bytes counts = known(bytes, args.array(3, "counts", sources + regions, Long.BYTES, Long.BYTES), "counts");
        Bytes roles = known(bytes, args.array(10, "roles", roleCount, Integer.BYTES, Integer.BYTES), "roles");
        int[] blocksOf = new int[sources + 1];
        for (int block = 0; block < launch.grid().count(); block++) {
            blocksOf[Math.min(sources, roles.getInt(block % roleCount * Integer.BYTES))]++;
        }
        List<Long> queued = new ArrayList<>();
        for (int source = 0; source <= sources; source++) {
            // The last source has a queue for each of its regions.
            int first = source < sources ? source : source + regions - 1;
            int last = source == sources - 1 ? source + regions - 1 : first;
            queued.add(IntStream.rangeClosed(first, last)
                    .mapToLong(queue -> counts.getLong(queue * Long.BYTES))
                    .sum());
        }
        return new Queues(
                rows,
                capacity,
                queued,
                local,
                places,
                spans,
                wholes,
                Arrays.stream(blocksOf).boxed().toList());
    }

    private Bytes known(KnownBytes bytes, Slice slice, String what) {
        return bytes.read(slice)
                .orElseThrow(() ->
                        new InputException("launch of %s: nothing has written all of its %s".formatted(name(), what)));
    }

    private static int unitBytes(Launch launch, int rowBytes) {
        long bits = rowBytes | WIDEST_BYTES;
        for (int arg = 0; arg < launch.args().size(); arg++) {
            if ((arg == 0 || arg >= FIRST_SOURCE) && launch.args().get(arg) instanceof Arg.Address address) {
                bits |= address.slice().offsetBytes();
            }
        }
        long unit = Long.lowestOneBit(bits);
        return unit == WIDEST_BYTES ? WIDEST_BYTES : unit >= Integer.BYTES ? Integer.BYTES : 1;
    }

    /** Rows of a queue come in no order, each with its copy: {@link LruHits}. */
    private static double hits(Queues queues, int source, int rowBytes, Platform platform, KnownBytes bytes) {
        long count = queues.counts().get(source);
        if (count == 0 || !(queues.places().get(source) instanceof Gpu owner)) {
            return 0;
        }
        Bytes rows = bytes.read(queues.rows()
                        .buffer()
                        .slice(
                                queues.rows().offsetBytes() + source * queues.capacity() * Long.BYTES,
                                count * Long.BYTES))
                .orElseThrow();
        long[] sorted = new long[(int) count];
        rows.buffer().asLongBuffer().get(sorted);
        Arrays.sort(sorted);
        int passing = source == queues.local() ? rowBytes : 0;
        return new LruHits(platform.spec(owner).l2().effectiveBytes(), rowBytes, passing).ofSample(sorted);
    }

    private static List<WorkProfile.Touched> touched(Launch launch, Queues queues, Gpu gpu, int rowBytes) {
        List<WorkProfile.Touched> touched = new ArrayList<>();
        long served = queues.counts().stream().mapToLong(Long::longValue).sum();
        touched.add(new WorkProfile.Touched(
                gpu, ((Arg.Address) launch.args().get(0)).slice().buffer().id(), served * rowBytes));
        touched.add(new WorkProfile.Touched(gpu, queues.rows().buffer().id(), served * Long.BYTES));
        for (int source = 0; source < queues.unknown(); source++) {
            if (queues.counts().get(source) > 0
                    && queues.places().get(source) != HostMemory.HOST
                    && launch.args().get(FIRST_SOURCE + source) instanceof Arg.Address table) {
                Slice slice = table.slice();
                touched.add(new WorkProfile.Touched(
                        queues.places().get(source),
                        slice.buffer().id(),
                        Math.min(slice.bytes(), queues.counts().get(source) * rowBytes)));
            }
        }
        return touched;
    }
}
