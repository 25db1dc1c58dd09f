package dev.rondo.cli.serve;

import dev.rondo.cli.show.page.Inline;

import java.util.Map;

/**
 * The page to try the models, and the description of what can be asked. The page is one file that
 * loads nothing. Its policy lets the browser run its one script and no other.
 *
 * @param page the page
 * @param openApi the description
 */
record Site(Answer page, Answer openApi) {
    /** What every answer carries: nothing of it may be framed, guessed at or kept. */
    static final Map<String, String> HEADERS =
            Map.of(
                    "X-Content-Type-Options", "nosniff",
                    "X-Frame-Options", "DENY",
                    "Referrer-Policy", "no-referrer",
                    "Cross-Origin-Resource-Policy", "same-origin",
                    "Cache-Control", "no-store",
                    "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

    static Site load() {
        String style = resource("page.css");
        String script = resource("page.js");
        String html =
                resource("page.html").replace("{{style}}", style).replace("{{script}}", script);
        String policy =
                "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                        + " connect-src 'self'; style-src "
                        + Inline.source(style)
                        + "; script-src "
                        + Inline.source(script);
        return new Site(
                Answer.text("text/html; charset=utf-8", html)
                        .with(Map.of("Content-Security-Policy", policy)),
                Answer.text(Answer.JSON_TYPE, resource("openapi.json")));
    }

    private static String resource(String name) {
        return Inline.resource(Site.class, name);
    }
}
