package dev.diptych.validation.svg;

import java.math.BigDecimal;
import java.util.List;

/** The outer part of a plot: the picture with its label for those who do not see it, grid lines, tick labels and titles. */
final class Frame {
    private final Markup svg = new Markup();
    private final Axis x;
    private final Axis y;

    /**
     * Opens a picture.
     *
     * @param label what the picture shows, in one sentence
     */
    Frame(int width, int height, String label, Axis x, Axis y) {
        this.x = x;
        this.y = y;
        svg.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "viewBox",
                "0 0 %d %d".formatted(width, height),
                "width",
                Integer.toString(width),
                "height",
                Integer.toString(height),
                "role",
                "img",
                "aria-label",
                label);
    }

    Markup svg() {
        return svg;
    }

    /** Writes ticks of the x axis at these values, and the axis's title below. */
    Frame xTicks(List<BigDecimal> ticks, String title) {
        double bottom = y.lowPx();
        for (BigDecimal tick : ticks) {
            double at = x.px(tick.doubleValue());
            line("grid", at, bottom, at, y.highPx());
            text("tick", at, bottom + 16, "middle", Markup.number(tick.doubleValue()));
        }
        text("axis", (x.lowPx() + x.highPx()) / 2, bottom + 34, "middle", title);
        return this;
    }

    /** Writes tick labels at the left edge; {@code percent} says how the values read. */
    Frame yTicks(boolean percent) {
        double left = x.lowPx();
        for (BigDecimal tick : y.ticks()) {
            double at = y.px(tick.doubleValue());
            line("grid", left, at, x.highPx(), at);
            String value = percent
                    ? tick.movePointRight(2).stripTrailingZeros().toPlainString() + " %"
                    : Markup.number(tick.doubleValue());
            text("tick", left - 6, at + 4, "end", value);
        }
        return this;
    }

    Frame yTitle(String title) {
        text("axis", x.lowPx(), y.highPx() - 8, "start", title);
        return this;
    }

    Frame line(String kind, double x1, double y1, double x2, double y2) {
        svg.empty(
                "line",
                "class",
                kind,
                "x1",
                Markup.px(x1),
                "y1",
                Markup.px(y1),
                "x2",
                Markup.px(x2),
                "y2",
                Markup.px(y2));
        return this;
    }

    Frame text(String kind, double atX, double atY, String anchor, String content) {
        svg.element("text", content, "class", kind, "x", Markup.px(atX), "y", Markup.px(atY), "text-anchor", anchor);
        return this;
    }

    /** Returns the closed picture. */
    String close() {
        return svg.close("svg").toString();
    }
}
