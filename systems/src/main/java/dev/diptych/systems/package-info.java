/** What all systems share. */
@NullMarked
package dev.diptych.systems;

import org.jspecify.annotations.NullMarked;
