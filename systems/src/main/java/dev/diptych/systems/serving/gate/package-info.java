/** Whether a kernel still fits beside what runs: gates, one file each. */
@NullMarked
package dev.diptych.systems.serving.gate;

import org.jspecify.annotations.NullMarked;
