package dev.diptych.traces.graph;

/**
 * What the edges of an input are.
 *
 * @param isWeighted whether each has a weight; what is told as the weight of others is ignored
 * @param isUndirected whether each leads both ways, with one place in the input. A self loop is one edge all the same
 */
public record EdgeKind(boolean isWeighted, boolean isUndirected) {}
