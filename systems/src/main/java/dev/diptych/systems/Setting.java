package dev.diptych.systems;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Place;
import dev.diptych.model.run.Host;
import java.util.List;

/** Checks of settings, so that a mistake is one line that names the setting. */
public final class Setting {
    /** A plan is held whole, and its operations are told apart by looking through them. */
    public static final long OPERATIONS = 1 << 16;

    private Setting() {}

    public static long atLeast(long least, String name, long value) {
        if (value < least) {
            throw new InputException("setting '%s' is %d; it should be at least %d".formatted(name, value, least));
        }
        return value;
    }

    public static long atMost(long most, String name, long value) {
        if (value > most) {
            throw new InputException("setting '%s' is %d; it should be at most %d".formatted(name, value, most));
        }
        return value;
    }

    /** Checks that there is a number for at least one of what a list is about. */
    public static <T> List<T> notEmpty(String name, List<T> values) {
        if (values.isEmpty()) {
            throw new InputException("setting '%s' is empty; it should have at least one number".formatted(name));
        }
        return values;
    }

    /** Checks how many operations serve a request. */
    public static void operations(String name, int value) {
        atLeast(1, name, value);
        atMost(OPERATIONS, name, value);
    }

    /** Checks the x extent of a grid; on every GPU it may be what 31 bits hold. */
    public static int blocks(int value) {
        return (int) atLeast(1, "blocks", value);
    }

    public static int threads(int value) {
        return (int) atLeast(1, "threads", value);
    }

    public static long multipleOf(long unit, String name, long value) {
        if (value < unit || value % unit != 0) {
            throw new InputException(
                    "setting '%s' is %d; it should be a positive multiple of %d".formatted(name, value, unit));
        }
        return value;
    }

    public static void exists(Host host, String name, Place place) {
        if (place instanceof Gpu gpu && gpu.index() >= host.platform().gpus().size()) {
            throw new InputException("setting '%s' is %s, but platform '%s' has %d GPU(s)"
                    .formatted(
                            name,
                            gpu,
                            host.platform().name(),
                            host.platform().gpus().size()));
        }
    }
}
