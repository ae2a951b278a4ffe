package dev.diptych.sim.machine;

import dev.diptych.model.op.Slice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Effects on memory that have happened in simulated time and were not carried out yet, because nobody has looked at what they leave. A look at
 * a slice takes out, in their order, those that it depends on: what wrote the slice, what wrote what those read, and so on; and with them
 * whatever came earlier and writes what they write. An earlier launch that only reads what they write stays, and what it reads is kept for it: so
 * nothing is computed that nobody has looked at.
 */
final class Journal {
    /** Beyond so many, nobody is ever going to look; a kernel of the last ones would need all that came before. */
    private static final int MOST = 1 << 16;

    private static final long MOST_STORED_BYTES = 1L << 30;
    /** When so much is kept for launches, those whose inputs are overwritten next are carried out instead. */
    private static final long MOST_KEPT_BYTES = 1L << 30;

    private final List<Effect> effects = new ArrayList<>();
    private long storedBytes;

    /** Appends an effect. */
    void append(Effect effect) {
        effects.add(effect);
        storedBytes += storedBytes(effect);
    }

    /** Forgets effects if there are too many; returns those that are forgotten, in their order: none or all. */
    List<Effect> trim() {
        if (effects.size() <= MOST && storedBytes <= MOST_STORED_BYTES) {
            return List.of();
        }
        List<Effect> forgotten = List.copyOf(effects);
        effects.clear();
        storedBytes = 0;
        return forgotten;
    }

    private static long storedBytes(Effect effect) {
        return effect instanceof Effect.Stored stored ? stored.bytes().size() : 0;
    }

    /** Returns whether an effect that waits may touch a slice. */
    boolean touches(Slice slice) {
        return effects.stream().anyMatch(effect -> overlap(effect.reads(), slice) || overlap(effect.writes(), slice));
    }

    /** Takes out the effects that slices depend on, in the order in which they happened. */
    List<Effect> take(List<Slice> slices) {
        List<Slice> needed = new ArrayList<>(slices);
        List<Slice> overwritten = new ArrayList<>();
        List<Effect> taken = new ArrayList<>();
        List<Effect> left = new ArrayList<>();
        boolean mayKeep = keptBytes() <= MOST_KEPT_BYTES;
        for (int i = effects.size() - 1; i >= 0; i--) {
            Effect effect = effects.get(i);
            List<Slice> spoilt = effect.reads().stream()
                    .filter(slice -> overlap(overwritten, slice))
                    .toList();
            boolean isNeeded = overlap(effect.writes(), needed) || overlap(effect.writes(), overwritten);
            if (!isNeeded && spoilt.isEmpty()) {
                left.add(effect);
            } else if (!isNeeded && mayKeep && isKeepable(effect, spoilt)) {
                List<KeptInput> kept = spoilt.stream().map(KeptInput::new).toList();
                left.add(((Effect.Launched) effect).keeping(kept));
                kept.forEach(input -> taken.add(new Effect.Kept(input)));
                needed.addAll(spoilt);
            } else {
                needed.addAll(effect.reads());
                overwritten.addAll(effect.writes());
                taken.add(effect);
                storedBytes -= storedBytes(effect);
            }
        }
        Collections.reverse(taken);
        Collections.reverse(left);
        effects.clear();
        effects.addAll(left);
        return taken;
    }

    /** What a launch writes to an input itself would be undone when the input is put aside again. */
    private static boolean isKeepable(Effect effect, List<Slice> inputs) {
        return effect instanceof Effect.Launched && !overlap(effect.writes(), inputs);
    }

    private long keptBytes() {
        long bytes = 0;
        for (Effect effect : effects) {
            if (effect instanceof Effect.Launched launched) {
                bytes += launched.kept().stream().mapToLong(KeptInput::bytes).sum();
            }
        }
        return bytes;
    }

    private static boolean overlap(List<Slice> some, List<Slice> others) {
        return others.stream().anyMatch(other -> overlap(some, other));
    }

    private static boolean overlap(List<Slice> some, Slice other) {
        return some.stream()
                .anyMatch(one -> one.buffer().id() == other.buffer().id()
                        && one.offsetBytes() < other.offsetBytes() + other.bytes()
                        && other.offsetBytes() < one.offsetBytes() + one.bytes());
    }
}
