/** What programs mean: every operator in plain Java, one thread, one sample at a time. All other ways of sampling are held against it. */
@org.jspecify.annotations.NullMarked
package dev.diptych.systems.sampling.reference;
