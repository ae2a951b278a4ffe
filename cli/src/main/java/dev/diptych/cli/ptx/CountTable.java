package dev.diptych.cli.ptx;

import dev.diptych.sim.ptx.Counts;
import dev.diptych.sim.ptx.Demand;
import dev.diptych.sim.ptx.InstructionClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts of a launch, for people and for programs. */
final class CountTable {
    private final List<Row> rows = new ArrayList<>();
    private final Counts counts;
    private final Demand demand;
    private final boolean isProfiled;

    /**
     * A count.
     *
     * @param name of the component of {@link Counts}
     */
    private record Row(String name, String label, long value, String unit) {}

    /** @param isProfiled whether the launch was scheduled; else it has no chain */
    CountTable(Counts counts, boolean isProfiled) {
        this.counts = counts;
        this.demand = counts.demand();
        this.isProfiled = isProfiled;
        add("blocks", "blocks executed", counts.blocks(), "blocks");
        add("warps", "warps executed", counts.warps(), "warps");
        add("threadInstructions", "instructions of threads", counts.threadInstructions(), "thread instructions");
        add("warpInstructions", "instructions of warps", counts.warpInstructions(), "warp instructions");
        add("longestWarpInstructions", "longest warp", counts.longestWarpInstructions(), "warp instructions");
        add("branches", "conditional branches", counts.branches(), "warp instructions");
        add("divergentBranches", "divergent branches", counts.divergentBranches(), "warp instructions");
        add("globalLoads", "global loads", counts.globalLoads(), "warp accesses");
        add("globalStores", "global stores", counts.globalStores(), "warp accesses");
        add("globalAtomics", "global atomics", counts.globalAtomics(), "warp accesses");
        add("globalSectors", "global sectors", counts.globalSectors(), "sectors of 32 bytes");
        add("sharedLoads", "shared loads", counts.sharedLoads(), "warp accesses");
        add("sharedStores", "shared stores", counts.sharedStores(), "warp accesses");
        add("sharedAtomics", "shared atomics", counts.sharedAtomics(), "warp accesses");
        add("sharedWavefronts", "shared wavefronts", counts.sharedWavefronts(), "wavefronts");
        add("sharedConflicts", "shared bank conflicts", counts.sharedConflicts(), "wavefronts too many");
        add("localLoads", "local loads", counts.localLoads(), "warp accesses");
        add("localStores", "local stores", counts.localStores(), "warp accesses");
        add("localSectors", "local sectors", counts.localSectors(), "sectors of 32 bytes");
        add("constantLoads", "constant loads", counts.constantLoads(), "warp accesses");
        add("threadAtomics", "atomics of threads", counts.threadAtomics(), "thread accesses");
    }

    private void add(String name, String label, long value, String unit) {
        rows.add(new Row(name, label, value, unit));
    }

    /** Returns one line a count, with its unit. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        rows.forEach(row -> lines.add(line(row.label, row.value, row.unit)));
        classes().forEach((name, count) -> lines.add(line("  of class " + name, count, "warp instructions")));
        demand.slots().forEach((pipe, slots) -> lines.add(line("  on pipe " + name(pipe), slots, "slots")));
        if (isProfiled) {
            lines.add(line("longest block", demand.chainCycles(), "cycles without waits for memory"));
            lines.add(line("its waits for memory", demand.chainRounds(), "rounds"));
        }
        for (Counts.Traffic traffic : counts.traffic()) {
            String place = traffic.place().toString();
            lines.add(line("read from " + place, bytes(traffic.readSectors()), "bytes"));
            lines.add(line("written to " + place, bytes(traffic.writtenSectors()), "bytes"));
            lines.add(line("updated in " + place, bytes(traffic.atomicSectors()), "bytes"));
        }
        return lines;
    }

    private static long bytes(long sectors) {
        return sectors * Counts.SECTOR_BYTES;
    }

    private static String line(String label, long value, String unit) {
        return "  %-28s %16d %s".formatted(label, value, unit);
    }

    /** Returns all counts by the names of their components; those that only a profile has are null without one. */
    Map<String, Object> json() {
        Map<String, Object> all = new LinkedHashMap<>();
        rows.forEach(row -> all.put(row.name, row.value));
        all.put("classes", classes());
        all.put("demand", demand());
        all.put("traffic", counts.traffic().stream().map(CountTable::json).toList());
        return all;
    }

    private Map<String, Object> demand() {
        Map<String, Object> facts = new LinkedHashMap<>();
        Map<String, Long> slots = new LinkedHashMap<>();
        demand.slots().forEach((pipe, count) -> slots.put(name(pipe), count));
        facts.put("slots", slots);
        facts.put("chainCycles", isProfiled ? demand.chainCycles() : null);
        facts.put("chainRounds", isProfiled ? demand.chainRounds() : null);
        facts.put("turns", isProfiled ? demand.turns() : null);
        return facts;
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Map<String, Object> json(Counts.Traffic traffic) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("place", traffic.place().toString());
        facts.put("readSectors", traffic.readSectors());
        facts.put("writtenSectors", traffic.writtenSectors());
        facts.put("atomicSectors", traffic.atomicSectors());
        return facts;
    }

    /** Returns the counts by class in the classes' own order: a copied map has none. */
    private Map<String, Long> classes() {
        Map<String, Long> ordered = new LinkedHashMap<>();
        for (InstructionClass kind : InstructionClass.values()) {
            Long count = counts.classes().get(kind);
            if (count != null) {
                ordered.put(name(kind), count);
            }
        }
        return ordered;
    }
}
