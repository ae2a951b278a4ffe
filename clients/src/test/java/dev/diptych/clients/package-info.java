@NullMarked
package dev.diptych.clients;

import org.jspecify.annotations.NullMarked;
