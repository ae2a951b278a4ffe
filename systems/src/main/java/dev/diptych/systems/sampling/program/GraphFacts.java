package dev.diptych.systems.sampling.program;

/**
 * What a program may know of the graph it is written for.
 *
 * @param featureWidth numbers of a vertex's features; 0 if it has none
 * @param types vertex types; 1 if all are alike
 */
public record GraphFacts(int vertices, boolean isWeighted, int featureWidth, int types) {}
