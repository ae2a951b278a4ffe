package dev.diptych.validation.svg;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Pairs that should be equal, on logarithmic axes of one scale, with the line of equality and bands of 10 and 25 percent about it. */
public final class ScatterPlot {
    private static final int SIZE = 440;
    private static final int LEFT = 58;
    private static final int TOP = 26;
    private static final int BOTTOM = 44;
    private static final int RIGHT = 10;
    private static final int LEGEND_LINE = 16;
    private static final String RADIUS = "3.5";
    private static final String STYLE = "plot.css";

    private ScatterPlot() {}

    /**
     * Returns the plot as a part of a page.
     *
     * @param points at least one; both values above 0
     * @param groups names of the points' groups, for the legend; one group alone has none
     */
    public static String svg(List<Point> points, List<String> groups, String label, String xTitle, String yTitle) {
        return draw(points, groups, label, xTitle, yTitle, "");
    }

    /** Returns the same plot as a file of its own, which brings its style along and looks the same in the dark. */
    public static String file(List<Point> points, List<String> groups, String label, String xTitle, String yTitle) {
        return draw(points, groups, label, xTitle, yTitle, style());
    }

    private static String style() {
        try (InputStream stream = ScatterPlot.class.getResourceAsStream(STYLE)) {
            if (stream == null) {
                throw new IllegalStateException("resource " + STYLE + " is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("resource " + STYLE + " cannot be read", e);
        }
    }

    private static String draw(
            List<Point> points, List<String> groups, String label, String xTitle, String yTitle, String style) {
        double low = points.stream()
                .mapToDouble(point -> Math.min(point.x(), point.y()))
                .min()
                .orElseThrow();
        double high = points.stream()
                .mapToDouble(point -> Math.max(point.x(), point.y()))
                .max()
                .orElseThrow();
        Axis x = Axis.logarithmic(low, high, LEFT, SIZE - RIGHT);
        Axis y = Axis.logarithmic(low, high, SIZE - BOTTOM, TOP);
        Frame frame = new Frame(SIZE, SIZE, label, x, y);
        if (!style.isEmpty()) {
            frame.svg().open("style").raw(style).close("style");
        }
        band(frame, x, y, 0.25, "band wide");
        band(frame, x, y, 0.10, "band");
        frame.xTicks(x.ticks(), xTitle).yTicks(false).yTitle(yTitle);
        frame.line("equal", x.lowPx(), y.lowPx(), x.highPx(), y.highPx());
        for (Point point : points) {
            frame.svg()
                    .open(
                            "circle",
                            "class",
                            point.kind(),
                            "r",
                            RADIUS,
                            "cx",
                            Markup.px(x.px(point.x())),
                            "cy",
                            Markup.px(y.px(point.y())))
                    .element("title", point.label())
                    .close("circle");
        }
        if (groups.size() > 1) {
            legend(frame, groups);
        }
        return frame.close();
    }

    /** Writes the groups' names where no point of a fair model lies: far above the line. */
    private static void legend(Frame frame, List<String> groups) {
        for (int group = 0; group < groups.size(); group++) {
            int y = TOP + LEGEND_LINE * (group + 1);
            frame.svg()
                    .empty(
                            "circle",
                            "class",
                            "point " + Point.color(group),
                            "r",
                            RADIUS,
                            "cx",
                            Markup.px(LEFT + LEGEND_LINE),
                            "cy",
                            Markup.px(y));
            frame.text("tick", LEFT + 1.8 * LEGEND_LINE, y + 4, "start", groups.get(group));
        }
    }

    /** Shades where y is within a share of x; on these axes a strip along the diagonal, cut by the frame. */
    private static void band(Frame frame, Axis x, Axis y, double share, String kind) {
        double above = 1 + share;
        double below = 1 - share;
        StringBuilder corners = new StringBuilder();
        corner(corners, x, y, x.low(), x.low() * below);
        corner(corners, x, y, x.low(), x.low() * above);
        corner(corners, x, y, x.high() / above, x.high());
        corner(corners, x, y, x.high(), x.high());
        corner(corners, x, y, x.high(), x.high() * below);
        corner(corners, x, y, x.low() / below, x.low());
        frame.svg().empty("polygon", "class", kind, "points", corners.toString());
    }

    private static void corner(StringBuilder corners, Axis x, Axis y, double atX, double atY) {
        corners.append(Markup.px(x.clampedPx(atX)))
                .append(',')
                .append(Markup.px(y.clampedPx(atY)))
                .append(' ');
    }
}
