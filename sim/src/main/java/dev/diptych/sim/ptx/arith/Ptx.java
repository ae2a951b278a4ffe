package dev.diptych.sim.ptx.arith;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a public static method as what one or several instructions compute. The compiler finds the method by the instruction's full name
 * and calls it with the values of one thread; the table in {@code docs/ptx.md} is made of these annotations.
 *
 * <p>Braces hold alternatives, one of which may be empty: {@code add{.rn,}.f32} stands for {@code add.rn.f32} and {@code add.f32}.
 *
 * <p>Values come as they lie in registers, except that a type of the instruction that is {@code f32} or {@code f64} comes as {@code float}
 * or {@code double}. Whole numbers and bits of up to 32 bits, halves and packed halves included, are {@code int}, of 64 bits
 * {@code long}, predicates {@code boolean}. An {@code int} that holds fewer than 32 bits has its upper bits zero, coming and going,
 * whatever the sign of its type.
 *
 * <p>The compiler itself deals with {@code .ftz} and {@code .sat} of {@code f32} arithmetic where no method has the full name: it flushes
 * operands and result, and clamps the result of the method with or without {@code .ftz}. It deals with the combining predicate of {@code setp} and with {@code set}, which are named
 * by their comparison: {@code setp.lt.s32} returns {@code boolean}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Ptx {
    /** Returns the names. */
    String[] value();
}
