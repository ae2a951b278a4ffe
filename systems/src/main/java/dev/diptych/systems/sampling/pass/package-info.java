/** What is done to programs before they run: one change a file, none of which changes a sample. */
@org.jspecify.annotations.NullMarked
package dev.diptych.systems.sampling.pass;
