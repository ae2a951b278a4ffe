package dev.diptych.validation;

import dev.diptych.model.run.RunLog;
import dev.diptych.model.run.RunLog.OpType;
import java.util.List;

/** What metrics and timelines call operations: launches by their kernel, others by what they are. */
public final class OpNames {
    private final RunLog log;
    private final List<String> kernels;

    public OpNames(RunLog log) {
        this.log = log;
        this.kernels = log.names();
    }

    /** Returns the kernel of a launch as {@code module/entry}, or {@code copy}, {@code write}, {@code read-back}. */
    public String of(int op) {
        return switch (OpType.of(log.ops().column("type").get(op))) {
            case LAUNCH -> kernels.get((int) log.ops().column("kernel").get(op));
            case COPY -> "copy";
            case WRITE -> "write";
            case READ_BACK -> "read-back";
        };
    }
}
