/** What every machine has to get right: its kernels, and the contract. Checks go through the contract alone, so they run on both panels. */
@NullMarked
package dev.diptych.systems.check;

import org.jspecify.annotations.NullMarked;
