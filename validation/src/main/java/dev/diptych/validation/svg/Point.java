package dev.diptych.validation.svg;

/**
 * A pair to be plotted.
 *
 * @param label what a reader sees when he points at it
 * @param group index of the group it belongs to, which gives it one of {@value #COLORS} colours; further ones repeat
 * @param emphasised whether it is drawn hollow, because there is something to know about it
 */
public record Point(double x, double y, String label, int group, boolean emphasised) {
    /** How many colours there are. */
    public static final int COLORS = 6;

    String kind() {
        return "point " + color(group) + (emphasised ? " flagged" : "");
    }

    /** Returns the class of a group's points. */
    static String color(int group) {
        return "group" + group % COLORS;
    }
}
