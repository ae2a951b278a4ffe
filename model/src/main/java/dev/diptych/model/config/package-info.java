/** Strict reading of YAML into records, with errors that name file, line and key. */
@NullMarked
package dev.diptych.model.config;

import org.jspecify.annotations.NullMarked;
