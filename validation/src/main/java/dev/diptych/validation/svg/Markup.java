package dev.diptych.validation.svg;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** A growing text of nested elements, HTML or SVG; everything but the names of elements and attributes is escaped. */
public final class Markup {
    private final StringBuilder text = new StringBuilder();

    /** Opens an element; attributes are names and values in turn. */
    public Markup open(String element, String... attributes) {
        return start(element, attributes).raw(">");
    }

    public Markup close(String element) {
        return raw("</").raw(element).raw(">\n");
    }

    /** Adds an element that has no content. */
    public Markup empty(String element, String... attributes) {
        return start(element, attributes).raw("/>\n");
    }

    /** Adds an element whose content is text. */
    public Markup element(String element, String content, String... attributes) {
        return open(element, attributes).text(content).close(element);
    }

    public Markup text(String content) {
        return raw(escape(content));
    }

    /** Adds markup that is complete already: another {@link Markup}, or a resource of the project. */
    public Markup raw(String markup) {
        text.append(markup);
        return this;
    }

    private Markup start(String element, String... attributes) {
        raw("<").raw(element);
        for (int i = 0; i < attributes.length; i += 2) {
            raw(" ").raw(attributes[i]).raw("=\"").text(attributes[i + 1]).raw("\"");
        }
        return this;
    }

    private static String escape(String content) {
        StringBuilder escaped = new StringBuilder(content.length());
        for (int i = 0; i < content.length(); i++) {
            char character = content.charAt(i);
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(character);
            }
        }
        return escaped.toString();
    }

    /** Returns a coordinate, to a hundredth. */
    static String px(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** Returns a number to four significant digits, without an exponent where people do not need one. */
    public static String number(double value) {
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(4, RoundingMode.HALF_EVEN));
        double size = Math.abs(value);
        return size >= 1e-4 && size < 1e9
                ? rounded.stripTrailingZeros().toPlainString()
                : String.format(Locale.ROOT, "%.3e", value);
    }

    /** Returns a fraction in percent, to a tenth. */
    public static String percent(double fraction) {
        // Adding 0 turns the -0.0 that a tiny negative fraction rounds to into 0.0.
        return String.format(Locale.ROOT, "%.1f %%", Math.rint(fraction * 1000) / 10 + 0.0);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
