package dev.diptych.sim.ptx.exec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a public static method of a warp and a lane as what a special register holds; named without the percent sign. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface SpecialRegister {
    /** Returns the names. */
    String[] value();
}
