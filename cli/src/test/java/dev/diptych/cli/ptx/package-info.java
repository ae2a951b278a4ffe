@NullMarked
package dev.diptych.cli.ptx;

import org.jspecify.annotations.NullMarked;
