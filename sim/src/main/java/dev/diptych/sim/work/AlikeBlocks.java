package dev.diptych.sim.work;

import dev.diptych.model.hw.Place;
import dev.diptych.model.work.Access;
import dev.diptych.model.work.Phase;
import dev.diptych.model.work.Pipe;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Blocks that do nearly the same, each of which is taken to do what they do on average: a kernel whose blocks all differ a little would else be as many
 * kinds of blocks. Alike are blocks that last about as long alone: between the same powers of the square root of two.
 */
final class AlikeBlocks {
    private static final double STEPS_PER_OCTAVE = 2;
    /** A wait for memory beyond the first level, about. */
    private static final double ROUND_CYCLES = 600;

    private record Key(List<Integer> magnitudes) {}

    private final List<Key> keys = new ArrayList<>();
    private final Map<Key, List<Phase>> groups = new HashMap<>();
    private final Map<Key, Phase> means = new HashMap<>();

    /** Adds the next block. */
    void add(Phase phase) {
        List<Integer> magnitudes = new ArrayList<>();
        double cycles = (double) phase.chainCycles();
        for (Access access : phase.accesses()) {
            magnitudes.add(access.place().hashCode());
            cycles += ROUND_CYCLES * access.rounds();
        }
        magnitudes.add(magnitude(cycles));
        Key key = new Key(magnitudes);
        keys.add(key);
        groups.computeIfAbsent(key, absent -> new ArrayList<>()).add(phase);
    }

    private static int magnitude(double value) {
        return value < 1 ? -1 : (int) (STEPS_PER_OCTAVE * StrictMath.log(value) / StrictMath.log(2));
    }

    /** Returns what the blocks like one of those added do on average. */
    Phase mean(int block) {
        return means.computeIfAbsent(keys.get(block), key -> mean(groups.getOrDefault(key, List.of())));
    }

    private static Phase mean(List<Phase> phases) {
        if (phases.stream().allMatch(phases.get(0)::equals)) {
            return phases.get(0);
        }
        int count = phases.size();
        Map<Pipe, Long> slots = new EnumMap<>(Pipe.class);
        long cycles = 0;
        double turns = 0;
        Map<Place, Access> accesses = new LinkedHashMap<>();
        for (Phase phase : phases) {
            phase.slots().forEach((pipe, each) -> slots.merge(pipe, each, Long::sum));
            cycles += phase.chainCycles();
            turns += phase.turns();
            phase.accesses().forEach(access -> accesses.merge(access.place(), access, AlikeBlocks::sum));
        }
        slots.replaceAll((pipe, sum) -> Math.round((double) sum / count));
        return new Phase(
                slots,
                Math.round((double) cycles / count),
                turns / count,
                phases.get(0).warps(),
                accesses.values().stream().map(sum -> part(sum, count)).toList());
    }

    /** Hit shares and what misses are like are those of the whole launch, so they are equal. */
    private static Access sum(Access one, Access other) {
        return new Access(
                one.place(),
                one.readBytes() + other.readBytes(),
                one.writeBytes() + other.writeBytes(),
                one.sentBytes() + other.sentBytes(),
                one.readRequests() + other.readRequests(),
                one.writeRequests() + other.writeRequests(),
                one.atomics() + other.atomics(),
                one.lineAtomics() + other.lineAtomics(),
                one.rounds() + other.rounds(),
                one.misses(),
                one.cacheHitShare());
    }

    private static Access part(Access sum, int count) {
        return new Access(
                sum.place(),
                Math.round((double) sum.readBytes() / count),
                Math.round((double) sum.writeBytes() / count),
                Math.round((double) sum.sentBytes() / count),
                Math.round((double) sum.readRequests() / count),
                Math.round((double) sum.writeRequests() / count),
                Math.round((double) sum.atomics() / count),
                sum.lineAtomics() / count,
                sum.rounds() / count,
                sum.misses(),
                sum.cacheHitShare());
    }
}
