/** Which job goes first: orders, one file each. */
@NullMarked
package dev.diptych.systems.serving.order;

import org.jspecify.annotations.NullMarked;
