/** What PTX becomes as machine code: slots of pipes and latencies of each instruction. */
@NullMarked
package dev.diptych.sim.ptx.assembly;

import org.jspecify.annotations.NullMarked;
