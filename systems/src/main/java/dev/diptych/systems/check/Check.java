package dev.diptych.systems.check;

import java.util.function.Consumer;

/**
 * Something that a machine has to get right.
 *
 * @param body submits the work and says what is to come back; runs in {@link dev.diptych.model.run.Program#start}
 */
record Check(String name, Consumer<Lab> body) {}
