/** Caches on real addresses. */
@NullMarked
package dev.diptych.sim.cache;

import org.jspecify.annotations.NullMarked;
