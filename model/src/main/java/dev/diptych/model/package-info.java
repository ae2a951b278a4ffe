/** The layer that both panels share; it depends on no other module. */
@NullMarked
package dev.diptych.model;

import org.jspecify.annotations.NullMarked;
