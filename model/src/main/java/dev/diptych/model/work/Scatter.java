package dev.diptych.model.work;

/**
 * How loads are spread over the memory that they come from: what their addresses cost to translate. Translations are of granules of 256 KiB: that
 * size explains how much longer fewer rows of 512 bytes take each, of 8 GiB of an H200's host, read region by region (docs/embedding.md).
 *
 * @param turnsPerByte how often a byte that is read, or what is stored along with it, lies in another granule than those lately touched
 * @param firstsPerByte how often it lies in one that the launch has not read at all
 * @param spanBytes over which the granules lie that are read together, in no order
 * @param wholeBytes over which all lie that the launch reads: more, if it goes from one span to the next
 */
public record Scatter(double turnsPerByte, double firstsPerByte, double spanBytes, double wholeBytes) {
    /** What one translation is of. */
    public static final int GRANULE_BITS = 18;

    /** Of streams, which stay in a granule for long. */
    public static final Scatter OF_STREAM = new Scatter(0, 0, 0, 0);

    public Scatter {
        if (!(turnsPerByte >= 0) || !(firstsPerByte >= 0) || !(spanBytes >= 0) || !(wholeBytes >= spanBytes)) {
            throw new IllegalArgumentException(
                    "loads turn to another granule %s times a byte, %s times to a new one, of %s of %s bytes"
                            .formatted(turnsPerByte, firstsPerByte, spanBytes, wholeBytes));
        }
    }

    /** Returns how many granules so many rows lie in that are drawn from a memory of so many bytes. */
    public static double granules(double rows, double wholeBytes) {
        double all = Math.max(1, wholeBytes / (1 << GRANULE_BITS));
        return -all * StrictMath.expm1(-rows / all);
    }

    /**
     * Returns how many translations a byte needs that the reader does not have.
     *
     * @param heldOfSpan the share of the granules read together that it has
     * @param heldOfWhole the share of those that an earlier launch left, when this one comes to them first
     */
    public double missesPerByte(double heldOfSpan, double heldOfWhole) {
        double againPerByte = Math.max(0, turnsPerByte - firstsPerByte);
        return Math.min(turnsPerByte, firstsPerByte) * (1 - heldOfWhole) + againPerByte * (1 - heldOfSpan);
    }
}
