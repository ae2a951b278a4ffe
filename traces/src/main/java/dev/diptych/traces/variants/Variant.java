package dev.diptych.traces.variants;

/**
 * A model as its profile describes it.
 *
 * @param accuracy share of inputs that it answers rightly
 * @param baseMillis of a batch, beside what each input takes
 * @param inputMillis that each input of a batch takes
 * @param loadMillis from the decision for a replica to its first answer
 * @param weightBytes that a GPU holds for it
 */
public record Variant(
        String name, double accuracy, double baseMillis, double inputMillis, double loadMillis, long weightBytes) {
    public Variant {
        boolean isSound = accuracy > 0
                && accuracy <= 1
                && baseMillis >= 0
                && inputMillis >= 0
                && baseMillis + inputMillis > 0
                && loadMillis >= 0
                && weightBytes >= 0;
        if (!isSound) {
            throw new IllegalArgumentException(
                    "variant '%s': accuracy %s is from above 0 to 1, times (%s, %s, %s ms) and bytes (%d) are not negative"
                            .formatted(name, accuracy, baseMillis, inputMillis, loadMillis, weightBytes));
        }
    }

    /** Returns how long a batch of so many inputs takes, in milliseconds. */
    public double latencyMillis(double inputs) {
        return baseMillis + inputMillis * inputs;
    }
}
