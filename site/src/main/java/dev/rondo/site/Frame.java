package dev.rondo.site;

import static java.util.stream.Collectors.joining;

import java.util.Locale;
import java.util.Optional;

/**
 * What is around the text of every page: head, contents, and the way to the next page.
 *
 * @param home the first page of the site
 */
record Frame(Page home, Contents contents) {
    /** The address of the style sheet. */
    static final String STYLE = "style.css";

    /** The whole file of a page. */
    String around(Page page, String body) {
        return String.format(
                Locale.ROOT,
                """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self'; \
        style-src 'self'">
        <title>%s</title>
        <link rel="stylesheet" href="%s">
        </head>
        <body>
        <header><a class="home" href="%s">%s</a> <a class="jump" href="#site-contents">Contents</a>\
        </header>
        <div class="columns">
        <main>
        %s%s</main>
        <nav id="site-contents" aria-label="Contents">
        <p>%s</p>
        %s</nav>
        </div>
        </body>
        </html>
        """,
                escaped(page == home ? page.title() : page.title() + " – " + home.title()),
                Addresses.between(page.address(), STYLE),
                Addresses.between(page.address(), home.address()),
                escaped(home.title()),
                body,
                steps(page),
                link(page, contents.index(), "", contents.index().title()),
                contents.sections().stream().map(s -> section(page, s)).collect(joining()));
    }

    private static String section(Page page, Contents.Section section) {
        String list = section.ordered() ? "ol" : "ul";
        return section.pages().stream()
                .map(p -> "<li>" + link(page, p, "", p.title()) + "</li>\n")
                .collect(
                        joining(
                                "",
                                "<h2>" + escaped(section.title()) + "</h2>\n<" + list + ">\n",
                                "</" + list + ">\n"));
    }

    private String steps(Page page) {
        Optional<Page> before = contents.before(page);
        Optional<Page> after = contents.after(page);
        if (before.isEmpty() && after.isEmpty()) {
            return "";
        }
        return "<p class=\"steps\">"
                + before.map(p -> link(page, p, " rel=\"prev\"", "← " + p.title())).orElse("")
                + after.map(p -> link(page, p, " rel=\"next\"", p.title() + " →")).orElse("")
                + "</p>\n";
    }

    private static String link(Page from, Page to, String attributes, String text) {
        return String.format(
                Locale.ROOT,
                "<a href=\"%s\"%s%s>%s</a>",
                escaped(Addresses.between(from.address(), to.address())),
                attributes,
                from == to ? " aria-current=\"page\"" : "",
                escaped(text));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
