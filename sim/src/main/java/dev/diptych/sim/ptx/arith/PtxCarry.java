package dev.diptych.sim.ptx.arith;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a public static method as the carry flag that one or several instructions write. It has the name and the parameters of the method
 * that {@link Ptx} marks with the result, the carry that comes in included, and returns 0 or 1.
 *
 * <p>An instruction that reads the carry flag, such as {@code addc}, takes it as a last {@code int} parameter of 0 or 1. A subtraction's
 * flag is its borrow (PTX ISA 9.0, section "Extended-Precision Integer Arithmetic Instructions").
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface PtxCarry {
    /** Returns the names, with braces as in {@link Ptx}. */
    String[] value();
}
