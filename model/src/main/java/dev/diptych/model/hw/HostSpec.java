package dev.diptych.model.hw;

/**
 * The host.
 *
 * @param memoryBytes what may be pinned
 * @param memoryGigabytesPerSecond shared by all links
 * @param submitNanos what a launch or copy call occupies the controller's thread
 * @param callNanos what each further call for an operation occupies it: one for each of its other entries in the stream
 * @param callbackNanos what a callback occupies it besides the calls made in it
 * @param noticeNanos from an event on a GPU to the controller's thread seeing it
 */
public record HostSpec(
        long memoryBytes,
        double memoryGigabytesPerSecond,
        double submitNanos,
        double callNanos,
        double callbackNanos,
        double noticeNanos) {
    public HostSpec {
        Bounds.atLeast("memoryBytes", memoryBytes, 1);
        Bounds.positive("memoryGigabytesPerSecond", memoryGigabytesPerSecond);
        Bounds.notNegative("submitNanos", submitNanos);
        Bounds.notNegative("callNanos", callNanos);
        Bounds.notNegative("callbackNanos", callbackNanos);
        Bounds.notNegative("noticeNanos", noticeNanos);
    }
}
