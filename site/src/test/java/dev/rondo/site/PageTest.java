package dev.rondo.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** What becomes of the Markdown of one page. */
class PageTest {
    @TempDir Path folder;

    private String made(String markdown) throws IOException {
        return Repository.sound(folder).with("docs/b.md", markdown).made("docs/b.html");
    }

    @Test
    void headings_have_the_anchors_of_GitHub() throws IOException {
        assertThat(
                        made(
                                """
                                # A *title*, with `code`
                                ## One thing: 2 & 3_4
                                ## Again
                                ## Again
                                ## Größe
                                """))
                .contains(
                        "<h1 id=\"a-title-with-code\">",
                        "<h2 id=\"one-thing-2--3_4\">",
                        "<h2 id=\"again\">",
                        "<h2 id=\"again-1\">",
                        "<h2 id=\"größe\">");
    }

    @Test
    void anchors_do_not_depend_on_the_language() throws IOException {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.of("tr"));
            assertThat(made("# Integers IN Java\n")).contains("id=\"integers-in-java\"");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void markup_in_a_page_is_shown_and_not_obeyed() throws IOException {
        String hostile = "<script>alert(\"1\")</script>";
        String page = made("# " + hostile + "\n\n" + hostile + "\n\nIn a line: " + hostile + "\n");
        String shown = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;";

        assertThat(page)
                .doesNotContain("<script")
                .contains("<title>" + shown + " – Home</title>")
                .contains(">" + shown + "</a>")
                .contains("<p>" + shown + "</p>")
                .contains("<p>In a line: " + shown + "</p>");
    }

    @Test
    void links_between_pages_lead_to_pages() throws IOException {
        assertThat(
                        made(
                                "# B\n\n[1](a.md#a-part) [2](README.md) [3](../README.md#home) "
                                        + "[4](https://example.org/README.md)\n"))
                .contains(
                        "<a href=\"a.html#a-part\">1</a>",
                        "<a href=\"index.html\">2</a>",
                        "<a href=\"../index.html#home\">3</a>",
                        "<a href=\"https://example.org/README.md\">4</a>");
    }

    @Test
    void a_table_scrolls_in_its_own_frame() throws IOException {
        assertThat(made("# B\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n"))
                .containsPattern("<div class=\"wide\" tabindex=\"0\"><table>\\s*<thead>")
                .containsPattern("<td>2</td>\\s*</tr>\\s*</tbody>\\s*</table></div>");
    }

    @Test
    void a_page_begins_with_a_title() {
        assertThatThrownBy(() -> made("No title.\n"))
                .isInstanceOf(SiteException.class)
                .hasMessage("docs/b.md does not begin with a title");
    }
}
