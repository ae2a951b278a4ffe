/** How what is read changes while a system runs: scenarios, one file each. */
@NullMarked
package dev.diptych.systems.embedding.scenario;

import org.jspecify.annotations.NullMarked;
