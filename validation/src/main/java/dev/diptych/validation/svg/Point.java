package dev.diptych.validation.svg;

/**
 * A pair to be plotted.
 *
 * @param label what a reader sees when he points at it
 * @param emphasised whether it is drawn hollow, because there is something to know about it
 */
public record Point(double x, double y, String label, boolean emphasised) {
    String kind() {
        return emphasised ? "point flagged" : "point";
    }
}
