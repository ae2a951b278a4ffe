package dev.diptych.validation.svg;

import java.util.List;

/** Bars on rows over a common time axis. */
public final class LanePlot {
    /**
     * A bar.
     *
     * @param lane the index of its row
     * @param from where it begins, in the unit of the axis
     * @param color an index of one of {@value #COLORS} colours
     */
    public record Bar(int lane, double from, double to, String label, int color) {}

    /** How many colours there are; further ones repeat. */
    public static final int COLORS = 6;

    private static final int WIDTH = 860;
    private static final int LEFT = 116;
    private static final int TOP = 10;
    private static final int BOTTOM = 44;
    private static final int RIGHT = 16;
    private static final int LANE = 20;
    /** Below this width a bar would vanish. */
    private static final double LEAST_PX = 0.6;

    private LanePlot() {}

    /** Returns the plot of at least one row. */
    public static String svg(List<String> lanes, List<Bar> bars, String label, String xTitle) {
        double from = bars.stream().mapToDouble(Bar::from).min().orElse(0);
        double to = bars.stream().mapToDouble(Bar::to).max().orElse(1);
        int height = TOP + lanes.size() * LANE + BOTTOM;
        Axis x = Axis.linear(from, to, LEFT, WIDTH - RIGHT);
        Axis y = Axis.linear(0, lanes.size(), height - BOTTOM, TOP);
        Frame frame = new Frame(WIDTH, height, label, x, y).xTicks(x.ticks(), xTitle);
        for (int lane = 0; lane < lanes.size(); lane++) {
            int top = TOP + lane * LANE;
            frame.text("tick", LEFT - 8, top + 14, "end", lanes.get(lane));
            frame.line("grid", LEFT, top + LANE, WIDTH - RIGHT, top + LANE);
        }
        for (Bar bar : bars) {
            double left = x.px(bar.from());
            frame.svg()
                    .open(
                            "rect",
                            "class",
                            "bar color" + bar.color() % COLORS,
                            "x",
                            Markup.px(left),
                            "y",
                            Integer.toString(TOP + bar.lane() * LANE + 3),
                            "width",
                            Markup.px(Math.max(LEAST_PX, x.px(bar.to()) - left)),
                            "height",
                            Integer.toString(LANE - 6))
                    .element("title", bar.label())
                    .close("rect");
        }
        return frame.close();
    }
}
