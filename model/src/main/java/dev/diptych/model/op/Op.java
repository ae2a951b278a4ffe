package dev.diptych.model.op;

/** One unit of work for a GPU's stream. */
public sealed interface Op permits Launch, Copy, Write, ReadBack {}
