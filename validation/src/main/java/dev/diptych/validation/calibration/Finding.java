package dev.diptych.validation.calibration;

/**
 * What became of one parameter.
 *
 * @param before its value in the base, in the unit of the path's last key
 * @param after its value in the calibrated platform
 * @param reactingRuns how many runs of the stage change by more than {@link #NOTICEABLE} anywhere in the range
 * @param reaction the largest relative change of a run's headline when the value found changes by a twentieth
 */
public record Finding(
        Parameter parameter, double before, double after, Verdict verdict, int reactingRuns, double reaction) {
    /** A relative change of a headline that counts as one; less is rounding to whole nanoseconds. */
    public static final double NOTICEABLE = 0.002;

    /** How well the runs determine a value. */
    public enum Verdict {
        /** The runs determine it. */
        FITTED("fitted"),
        /** The runs would have it beyond the range, so the range or the model does not fit them. */
        AT_BOUND("fitted, and at the end of its range"),
        /** The runs exclude other values, but do not tell this one from its neighbours. */
        FLAT("fitted, but only bounded: no run reacts to a change by 5 %"),
        /** No run of the stage reacts to it, so it is left as it was. */
        INERT("not identified: no run reacts to it"),
        /** There is no run of the stage, so it is left as it was. */
        NO_RUNS("no run was recorded for it");

        private final String meaning;

        Verdict(String meaning) {
            this.meaning = meaning;
        }

        /** Returns what it says, in a few words. */
        public String meaning() {
            return meaning;
        }

        /** Returns whether the value comes from the runs. */
        public boolean isFitted() {
            return this != INERT && this != NO_RUNS;
        }
    }
}
