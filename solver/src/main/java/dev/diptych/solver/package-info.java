/** Placement as mathematical programs; the one importer of OR-Tools. */
@NullMarked
package dev.diptych.solver;

import org.jspecify.annotations.NullMarked;
