package dev.rondo.site;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

class ContentsTest {
    @TempDir Path folder;

    @Test
    void a_numbered_list_is_read_from_page_to_page() throws IOException {
        var repository = Repository.sound(folder);

        assertThat(repository.made("docs/a.html"))
                .contains("<a href=\"b.html\" rel=\"next\">Second →</a>")
                .doesNotContain("rel=\"prev\"");
        assertThat(repository.made("docs/b.html"))
                .contains("<a href=\"a.html\" rel=\"prev\">← First</a>")
                .doesNotContain("rel=\"next\"");
    }

    @Test
    void another_list_has_no_order() throws IOException {
        var repository =
                Repository.sound(folder)
                        .with(
                                "docs/README.md",
                                "# Index\n\n## Pages\n\n- [a](a.md)\n- [b](b.md)\n");

        assertThat(repository.made("docs/a.html")).doesNotContain("rel=\"next\"", "rel=\"prev\"");
    }

    @Test
    void every_page_lists_the_sections_of_the_index() throws IOException {
        assertThat(Repository.sound(folder).made("docs/b.html"))
                .contains(
                        """
                        <p><a href="index.html">Index</a></p>
                        <h2>Pages</h2>
                        <ol>
                        <li><a href="a.html">First</a></li>
                        <li><a href="b.html" aria-current="page">Second</a></li>
                        </ol>
                        """);
    }
}
