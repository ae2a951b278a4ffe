/** What a kernel is given and gives back on the command line: arguments, arrays, and how they are printed. */
@NullMarked
package dev.diptych.cli.ptx;

import org.jspecify.annotations.NullMarked;
