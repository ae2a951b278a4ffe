/** What {@code diptych sample} is given and says. */
@org.jspecify.annotations.NullMarked
package dev.diptych.cli.sample;
