package dev.diptych.validation.svg;

import java.util.List;

/** Pairs that should be equal, on logarithmic axes of one scale, with the line of equality and bands of 10 and 25 percent about it. */
public final class ScatterPlot {
    private static final int SIZE = 440;
    private static final int LEFT = 58;
    private static final int TOP = 26;
    private static final int BOTTOM = 44;
    private static final int RIGHT = 10;

    private ScatterPlot() {}

    /**
     * Returns the plot.
     *
     * @param points at least one; both values above 0
     */
    public static String svg(List<Point> points, String label, String xTitle, String yTitle) {
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
                            "4",
                            "cx",
                            Markup.px(x.px(point.x())),
                            "cy",
                            Markup.px(y.px(point.y())))
                    .element("title", point.label())
                    .close("circle");
        }
        return frame.close();
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
