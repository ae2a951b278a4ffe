/** The command line: wires configuration to backend, system, log and report. */
@NullMarked
package dev.diptych.cli;

import org.jspecify.annotations.NullMarked;
