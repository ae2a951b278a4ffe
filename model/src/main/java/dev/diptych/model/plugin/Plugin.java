package dev.diptych.model.plugin;

/**
 * A member of an open set: a system, an arrival process, a backend, a metric, a kernel's work model. It is found on the class path when its
 * class carries {@code @AutoService}; there is no list to add it to.
 *
 * @param <S> a record with the plugin's settings
 */
public interface Plugin<S extends Record> {
    /** The settings of a plugin that has none. */
    record None() {}

    /** Returns its name in experiment files: lower case, words joined by hyphens. Unique among its kind. */
    String name();

    /** Returns what it is, in one line. */
    String summary();

    /** Returns every setting with its default. What is absent from an experiment file is taken from here. */
    S defaults();
}
