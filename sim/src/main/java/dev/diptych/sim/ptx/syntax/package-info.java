/** PTX text and its syntax tree. */
@NullMarked
package dev.diptych.sim.ptx.syntax;

import org.jspecify.annotations.NullMarked;
