package dev.diptych.model.work;

/**
 * How loads are spread over the memory that they come from: what their addresses cost to translate.
 *
 * @param turnsPerByte how often a byte that is read lies in another page of 2 MiB than those lately read
 * @param spanBytes over which these pages lie
 */
public record Scatter(double turnsPerByte, double spanBytes) {
    /** Of streams, which stay in a page for long. */
    public static final Scatter OF_STREAM = new Scatter(0, 0);

    public Scatter {
        if (!(turnsPerByte >= 0) || !(spanBytes >= 0)) {
            throw new IllegalArgumentException(
                    "loads turn to another page %s times a byte, of %s bytes".formatted(turnsPerByte, spanBytes));
        }
    }

    /**
     * Returns how many translations a byte needs that the reader does not have: pages that are turned to without order are among those it has with the
     * share that these are of all.
     *
     * @param reachBytes for which a reader has translations
     */
    public double missesPerByte(double reachBytes) {
        return spanBytes <= reachBytes ? 0 : turnsPerByte * (1 - reachBytes / spanBytes);
    }
}
