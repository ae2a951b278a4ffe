/** What sampling algorithms are written in: matrices, frontiers and vectors, whose calls build a graph of operators. */
@org.jspecify.annotations.NullMarked
package dev.diptych.systems.sampling.program;
