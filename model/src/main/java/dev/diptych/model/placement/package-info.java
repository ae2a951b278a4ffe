/** Where the rows of a table lie over several GPUs and the host: the problem, its solution, and who solves it. All of it is data. */
@NullMarked
package dev.diptych.model.placement;

import org.jspecify.annotations.NullMarked;
