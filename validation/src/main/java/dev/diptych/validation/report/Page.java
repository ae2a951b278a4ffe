package dev.diptych.validation.report;

import dev.diptych.validation.svg.Markup;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;

/** A page that opens offline: style and script lie inside it, and its policy forbids every request. */
final class Page {
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

    private final Markup html = new Markup();

    Page(String title) {
        html.raw("<!DOCTYPE html>\n")
                .open("html", "lang", "en")
                .open("head")
                .raw(
                        "<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"" + POLICY + "\">\n")
                .element("title", title)
                .open("style")
                .raw(resource("report.css"))
                .close("style")
                .close("head")
                .open("body")
                .open("main")
                .element("h1", title);
    }

    Markup html() {
        return html;
    }

    /** Adds a plot with a caption, which scrolls sideways where the screen is narrow. */
    void figure(String svg, String caption) {
        html.open("figure")
                .open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Plot")
                .raw(svg)
                .close("div")
                .element("figcaption", caption)
                .close("figure");
    }

    void openTable(String caption, boolean sortable) {
        html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption)
                .open("table", "class", sortable ? "sortable" : "plain")
                .element("caption", caption);
    }

    void closeTable() {
        html.close("tbody").close("table").close("div");
    }

    /** Adds facts by name; the section is left out when there are none. */
    void provenance(SortedMap<String, String> facts) {
        if (facts.isEmpty()) {
            return;
        }
        html.open("section").element("h2", "Provenance");
        openTable("Where the numbers come from", false);
        html.open("tbody");
        facts.forEach((name, value) -> html.open("tr")
                .element("th", name, "scope", "row")
                .element("td", value)
                .close("tr"));
        closeTable();
        html.close("section");
    }

    String close() {
        return html.close("main")
                .open("script")
                .raw(resource("report.js"))
                .close("script")
                .close("body")
                .close("html")
                .toString();
    }

    private static String resource(String name) {
        try (InputStream stream = Page.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("resource " + name + " is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("resource " + name + " cannot be read", e);
        }
    }
}
