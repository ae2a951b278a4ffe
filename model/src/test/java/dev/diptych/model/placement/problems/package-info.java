/** Placement problems for tests of every module that solves them. */
@NullMarked
package dev.diptych.model.placement.problems;

import org.jspecify.annotations.NullMarked;
