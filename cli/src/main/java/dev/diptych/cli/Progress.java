package dev.diptych.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress on standard error, for work that takes more than a moment; silent when nobody watches. */
final class Progress {
    private static final int UPDATE_MILLIS = 500;

    /** The launcher knows whether standard error is a terminal; the JVM could not say before JDK 22. */
    private static final boolean WATCHED = Boolean.getBoolean("diptych.terminal");

    private Progress() {}

    /** Returns the items of {@code all}, counted as they are taken. */
    static <T> Iterable<T> over(Iterable<T> all) {
        return !WATCHED ? all : ProgressBar.wrap(all, bar("working"));
    }

    /** Returns a bar to be stepped {@code count} times; it shows nothing when nobody watches. */
    static ProgressBar of(String what, long count) {
        ProgressBarBuilder builder = bar(what).setInitialMax(count);
        return !WATCHED ? builder.setConsumer(new Silence()).build() : builder.build();
    }

    private static ProgressBarBuilder bar(String what) {
        return new ProgressBarBuilder()
                .setTaskName(what)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLIS);
    }

    private static final class Silence implements me.tongfei.progressbar.ProgressBarConsumer {
        private static final int COLUMNS = 80;

        @Override
        public int getMaxRenderedLength() {
            return COLUMNS;
        }

        @Override
        public void accept(String rendered) {}

        @Override
        public void close() {}
    }
}
