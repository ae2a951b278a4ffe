/** Hardware as data: platforms, GPUs, links, hosts and the places where bytes live. */
@NullMarked
package dev.diptych.model.hw;

import org.jspecify.annotations.NullMarked;
