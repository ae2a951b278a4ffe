package dev.diptych.cli;

import dev.diptych.validation.calibration.StageProgress;
import java.io.PrintWriter;
import java.util.function.Consumer;
import me.tongfei.progressbar.ProgressBar;

/** Shows how a calibration goes on: on a bar, evaluation by evaluation, and with a line for each stage that is done. */
final class FitProgress implements Consumer<StageProgress> {
    private static final double NANOS_PER_SECOND = 1e9;

    private final ProgressBar bar;
    private final PrintWriter out;
    private long beganNanos = System.nanoTime();

    FitProgress(ProgressBar bar, PrintWriter out) {
        this.bar = bar;
        this.out = out;
    }

    @Override
    public void accept(StageProgress stage) {
        if (!stage.isDone()) {
            bar.setExtraMessage("%s: evaluation %d, mean error %.1f %%"
                    .formatted(stage.stage().name(), stage.evaluations(), 100 * stage.residual()));
            return;
        }
        bar.step();
        long nowNanos = System.nanoTime();
        out.printf(
                "%-24s %3d runs %4d evaluations  mean error %5.1f %% -> %5.1f %%  %7.1f s%n",
                stage.stage().name(),
                stage.runs(),
                stage.evaluations(),
                100 * stage.firstResidual(),
                100 * stage.residual(),
                (nowNanos - beganNanos) / NANOS_PER_SECOND);
        out.flush();
        beganNanos = nowNanos;
    }
}
