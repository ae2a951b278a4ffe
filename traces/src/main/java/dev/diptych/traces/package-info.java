/** Runs as files: tables that NumPy opens, and directories that hold everything a run was. */
@NullMarked
package dev.diptych.traces;

import org.jspecify.annotations.NullMarked;
