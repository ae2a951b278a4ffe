package dev.diptych.model.hw;

/** The checks that hardware records share. Each failure names the key and what it may be; the reader of the file adds the line. */
final class Bounds {
    private Bounds() {}

    static void atLeast(String key, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException("%s is at least %d, but is %d".formatted(key, least, value));
        }
    }

    static void atMost(String key, long value, String limitKey, long limit) {
        if (value > limit) {
            throw new IllegalArgumentException(
                    "%s is at most %s = %d, but is %d".formatted(key, limitKey, limit, value));
        }
    }

    static void positive(String key, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("%s is more than 0, but is %s".formatted(key, value));
        }
    }

    static void notNegative(String key, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("%s is not negative, but is %s".formatted(key, value));
        }
    }

    static void efficiency(String key, double value) {
        if (!(value > 0 && value <= 1)) {
            throw new IllegalArgumentException("%s is more than 0 and at most 1, but is %s".formatted(key, value));
        }
    }
}
