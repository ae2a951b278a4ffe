package dev.diptych.sim.ptx.syntax;

/** A declared register. Registers of one declaration such as {@code .reg .b32 %r<5>} are listed one by one. */
public record Register(String name, Type type) {}
