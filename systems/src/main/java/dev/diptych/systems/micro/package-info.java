/** The smallest systems: one measured pattern of kernels and copies a request, to hold the two panels against each other. */
@NullMarked
package dev.diptych.systems.micro;

import org.jspecify.annotations.NullMarked;
