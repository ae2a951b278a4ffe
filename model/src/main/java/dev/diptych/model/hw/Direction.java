package dev.diptych.model.hw;

import dev.diptych.model.InputException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Which way the bytes of a link go, seen from the host. */
enum Direction {
    FROM_HOST("fromHost", "from-host"),
    TO_HOST("toHost", "to-host"),
    PEER("peer", "peer");

    private final String key;
    private final String suffix;

    Direction(String key, String suffix) {
        this.key = key;
        this.suffix = suffix;
    }

    /** Returns what is added to the name of a link model that serves other directions too. */
    String suffix() {
        return suffix;
    }

    /**
     * Returns the direction with a key.
     *
     * @throws InputException when there is none
     */
    static Direction parse(String key, String where) {
        return Arrays.stream(values())
                .filter(direction -> direction.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new InputException("%s: no key is named '%s' below 'link'; known: %s"
                        .formatted(
                                where,
                                key,
                                Arrays.stream(values())
                                        .map(direction -> direction.key)
                                        .collect(Collectors.joining(", ")))));
    }

    /** Returns the places that may be at the begin of such a link. */
    List<Place> from(List<Place> places) {
        return places.stream()
                .filter(place -> (place instanceof HostMemory) == (this == FROM_HOST))
                .toList();
    }

    /** Returns the places that may be at the end of such a link. */
    List<Place> to(List<Place> places) {
        return places.stream()
                .filter(place -> (place instanceof HostMemory) == (this == TO_HOST))
                .toList();
    }
}
