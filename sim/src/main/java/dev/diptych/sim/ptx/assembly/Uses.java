package dev.diptych.sim.ptx.assembly;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Which instructions of a kernel write its registers, and which read them. */
final class Uses {
    private final List<Line> lines;
    private final Map<String, List<Integer>> writers = new HashMap<>();
    private final Map<String, List<Integer>> readers = new HashMap<>();

    Uses(List<Line> lines) {
        this.lines = lines;
        for (int i = 0; i < lines.size(); i++) {
            for (String register : lines.get(i).writes()) {
                writers.computeIfAbsent(register, absent -> new ArrayList<>()).add(i);
            }
            for (String register : lines.get(i).reads()) {
                readers.computeIfAbsent(register, absent -> new ArrayList<>()).add(i);
            }
        }
    }

    /** Returns the only instruction that writes a register, or -1 if there are several or none. */
    int writer(String register) {
        List<Integer> all = writers.getOrDefault(register, List.of());
        return all.size() == 1 ? all.get(0) : -1;
    }

    List<Integer> readers(String register) {
        return readers.getOrDefault(register, List.of());
    }

    /** Returns whether an instruction has one result, which no other writes and which only instructions of some kind read, if any do. */
    boolean goesOnlyTo(int i, Predicate<Line> kind) {
        List<String> written = lines.get(i).writes();
        return written.size() == 1
                && lines.get(i).instruction().guard() == null
                && writer(written.get(0)) == i
                && !readers(written.get(0)).isEmpty()
                && readers(written.get(0)).stream().map(lines::get).allMatch(kind);
    }

    /** Returns whether its one result is read by one instruction only, of some kind and of the same basic block. */
    boolean goesToOne(int i, Predicate<Line> kind) {
        return goesOnlyTo(
                        i,
                        line -> kind.test(line) && line.block() == lines.get(i).block())
                && readers(lines.get(i).writes().get(0)).size() == 1;
    }
}
