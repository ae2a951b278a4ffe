package dev.diptych.systems.variants;

/**
 * What requests of a kind want.
 *
 * @param accuracy that they are to be answered with, as a share of right answers
 * @param latencyMillis from arrival to answer, at most
 * @param inputs of each request
 */
public record Objective(String name, double accuracy, double latencyMillis, int inputs) {}
