package dev.diptych.validation.metric;

import dev.diptych.model.InputException;
import dev.diptych.model.run.Host;
import dev.diptych.model.run.RunLog;
import dev.diptych.model.run.RunLog.OpType;
import dev.diptych.validation.OpNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Operations of a run that are measured together: the launches of one kernel, or all operations of another type.
 *
 * @param label the kernel's name as {@code module/entry}, or {@code copy}, {@code write}, {@code read-back}
 * @param ops their ids, in the order of submission
 */
record OpGroup(String label, List<Integer> ops) {
    OpGroup {
        ops = List.copyOf(ops);
    }

    /**
     * Returns groups in the order of their first submission, of operations that serve a request.
     *
     * @param kernel the label of the one group wanted, or empty for a group for every kernel
     * @param skip how many operations to leave out at the front of each group: burn-in
     * @throws InputException when nothing matches, or nothing is left of a group
     */
    static List<OpGroup> select(RunLog log, String kernel, int skip) {
        Map<String, List<Integer>> byLabel = new LinkedHashMap<>();
        OpNames names = new OpNames(log);
        for (int op = 0; op < log.ops().rows(); op++) {
            if (log.ops().column("request").get(op) == Host.NO_REQUEST) {
                // Set-up and background work is nobody's measurement.
                continue;
            }
            String label = names.of(op);
            if (kernel.isEmpty() ? type(log, op) == OpType.LAUNCH : label.equals(kernel)) {
                byLabel.computeIfAbsent(label, added -> new ArrayList<>()).add(op);
            }
        }
        if (byLabel.isEmpty()) {
            throw new InputException("the log has no %s to measure; its kernels: %s"
                    .formatted(
                            kernel.isEmpty() ? "launch" : "operation '" + kernel + "'",
                            log.names().isEmpty() ? "none" : String.join(", ", log.names())));
        }
        List<OpGroup> groups = new ArrayList<>();
        byLabel.forEach((label, ops) -> {
            if (ops.size() <= skip) {
                throw new InputException("the log has %d of '%s', and all of them are skipped; set skip below %d"
                        .formatted(ops.size(), label, ops.size()));
            }
            groups.add(new OpGroup(label, ops.subList(skip, ops.size())));
        });
        return groups;
    }

    private static OpType type(RunLog log, int op) {
        return OpType.of(log.ops().column("type").get(op));
    }

    /** Returns the device times of the operations, from start to end, in microseconds. */
    Sample micros(RunLog log) {
        List<Double> micros = new ArrayList<>();
        for (int op : ops) {
            micros.add((endNanos(log, op) - log.opStartNanos(op)) / 1000.0);
        }
        return new Sample(micros);
    }

    /**
     * Returns when an operation ended.
     *
     * @throws InputException when it has not
     */
    static long endNanos(RunLog log, int op) {
        long endNanos = log.opEndNanos(op);
        if (endNanos == RunLog.NOT_YET) {
            throw new InputException(
                    "operation %d of the log has not ended; only whole runs are measured".formatted(op));
        }
        return endNanos;
    }
}
