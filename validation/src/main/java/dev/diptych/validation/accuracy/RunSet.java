package dev.diptych.validation.accuracy;

import dev.diptych.traces.Lock;
import dev.diptych.validation.accuracy.Gate.Verdict;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Recorded runs that are judged together, because they were chosen for one purpose: to fit constants, or to try what was fitted.
 *
 * @param about what the runs are, in a sentence
 * @param comparisons in the order of the runs' names; empty when none has been recorded yet
 * @param verdicts of the set's gates; empty when it has none, or when not all of its runs are there to be judged
 * @param lock whether the set is as it was chosen; absent for sets that are not held out
 * @param origin facts of the recorded runs, by name
 */
public record RunSet(
        String name,
        String about,
        List<Comparison> comparisons,
        List<Verdict> verdicts,
        Optional<Lock.Verdict> lock,
        SortedMap<String, String> origin) {
    public RunSet {
        comparisons = List.copyOf(comparisons);
        verdicts = List.copyOf(verdicts);
        origin = Collections.unmodifiableSortedMap(new TreeMap<>(origin));
    }

    /** Returns the errors in a few numbers, when a run has been recorded. */
    public Optional<ErrorSummary> summary() {
        return comparisons.isEmpty() ? Optional.empty() : Optional.of(ErrorSummary.of(comparisons));
    }

    /** Returns how many measurements the hardware itself spread widely in; they count like all others. */
    public long wideCount() {
        return comparisons.stream().filter(Comparison::isWide).count();
    }

    /**
     * Returns whether nothing is wrong: every gate passed, and what is locked is as it was. What is held out has to be locked once a run of it
     * has been recorded; until then it may still be chosen.
     */
    public boolean isGood() {
        return verdicts.stream().allMatch(Verdict::passed)
                && lock.map(verdict -> comparisons.isEmpty() ? verdict.isKept() : verdict.isUnchanged())
                        .orElse(true);
    }
}
