package dev.diptych.systems.network;

import java.util.OptionalInt;

/**
 * Layers that one kernel does.
 *
 * @param layer the first of them
 * @param norm that is folded into its weights
 * @param residual a value that is added
 * @param activation of the sum
 * @param made the value that is stored
 * @param concat the value that this one is stored as a part of, from a channel on
 */
record Group(
        int layer,
        OptionalInt norm,
        OptionalInt residual,
        Activation activation,
        int made,
        OptionalInt concat,
        int firstChannel) {}
