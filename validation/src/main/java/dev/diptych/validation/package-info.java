/** What runs say about a model: metrics, comparisons and pages, from logs alone. */
@NullMarked
package dev.diptych.validation;

import org.jspecify.annotations.NullMarked;
