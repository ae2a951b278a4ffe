/** Graphs as columns of in-edges: from files, and from generators. */
@NullMarked
package dev.diptych.traces.graph;

import org.jspecify.annotations.NullMarked;
