package dev.diptych.validation.svg;

import java.math.BigDecimal;
import java.util.List;

/** A signed error for each run, as a stem from zero; the runs are numbered from 1 as in the table beside the plot. */
public final class StemPlot {
    private static final int WIDTH = 600;
    private static final int HEIGHT = 280;
    private static final int LEFT = 58;
    private static final int TOP = 26;
    private static final int BOTTOM = 44;
    private static final int RIGHT = 10;

    private StemPlot() {}

    /**
     * Returns the plot.
     *
     * @param errors fractions, at least one; {@code x} is the run's number
     */
    public static String svg(List<Point> errors, String label, String xTitle, String yTitle) {
        // A tenth is always in view, so that small errors look small.
        double reach = Math.max(
                0.1,
                errors.stream().mapToDouble(point -> Math.abs(point.y())).max().orElseThrow());
        Axis x = Axis.linear(0, errors.size() + 1, LEFT, WIDTH - RIGHT);
        Axis y = Axis.linear(-reach * 1.08, reach * 1.08, HEIGHT - BOTTOM, TOP);
        Frame frame = new Frame(WIDTH, HEIGHT, label, x, y);
        frame.svg()
                .empty(
                        "rect",
                        "class",
                        "band",
                        "x",
                        Markup.px(x.lowPx()),
                        "y",
                        Markup.px(y.px(0.1)),
                        "width",
                        Markup.px(x.highPx() - x.lowPx()),
                        "height",
                        Markup.px(y.px(-0.1) - y.px(0.1)));
        // A run's number is whole and starts at 1, whatever steps divide the axis well.
        List<BigDecimal> numbers = x.ticks().stream()
                .filter(tick -> tick.remainder(BigDecimal.ONE).signum() == 0)
                .filter(tick -> tick.signum() > 0 && tick.intValue() <= errors.size())
                .toList();
        frame.xTicks(numbers, xTitle).yTicks(true).yTitle(yTitle);
        frame.line("equal", x.lowPx(), y.px(0), x.highPx(), y.px(0));
        for (Point error : errors) {
            frame.svg().open("g").element("title", error.label());
            double at = x.px(error.x());
            frame.line("stem", at, y.px(0), at, y.px(error.y()));
            frame.svg()
                    .empty(
                            "circle",
                            "class",
                            error.kind(),
                            "r",
                            "3.5",
                            "cx",
                            Markup.px(at),
                            "cy",
                            Markup.px(y.px(error.y())))
                    .close("g");
        }
        return frame.close();
    }
}
