/** Carrying out plans on a host: what every system needs under it. */
@NullMarked
package dev.diptych.systems.plan;

import org.jspecify.annotations.NullMarked;
