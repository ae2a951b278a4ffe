package dev.diptych.validation.metric;

/**
 * Which requests a metric measures.
 *
 * @param skip how many requests are left out at the front, in the order of arrival: burn-in
 */
public record SkippedRequests(int skip) {
    public SkippedRequests {
        if (skip < 0) {
            throw new IllegalArgumentException("skip starts at 0, but was " + skip);
        }
    }
}
