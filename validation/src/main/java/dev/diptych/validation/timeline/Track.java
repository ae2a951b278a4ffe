package dev.diptych.validation.timeline;

/**
 * A row of a timeline.
 *
 * @param gpu the index of its GPU
 * @param name what it shows: {@code stream 0}, {@code copy in}, {@code copy out}; further rows of the same end in {@code (2)}, {@code (3)}
 */
public record Track(int gpu, String name) {}
