package dev.rondo.site;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class DeadLinksTest {
    @ParameterizedTest
    @CsvSource({
        "[x](c.md), c.html",
        "[x](a.md#no-part), a.html#no-part",
        "[x](#no-part), #no-part",
        "![x](images/none.svg), images/none.svg",
        "[x](../api/None.java), ../api/None.java",
        "[x](images), images",
        "[x](../../outside.txt), ../../outside.txt",
        "[x](javascript:alert(1)), ''",
        "[x](), ''"
    })
    void a_link_that_leads_nowhere_is_found(String link, String named, @TempDir Path folder)
            throws IOException {
        Files.writeString(folder.resolve("outside.txt"), "not of the repository");
        Files.createDirectories(folder.resolve("root/docs/images"));
        var repository =
                Repository.sound(folder.resolve("root"))
                        .with("docs/b.md", "# Second\n\nA " + link + ".\n");

        assertThatThrownBy(() -> Site.of(repository.root()))
                .isInstanceOf(SiteException.class)
                .hasMessage("docs/b.html: '" + named + "' leads nowhere");
    }

    @ParameterizedTest
    @CsvSource({
        "[x](a.md)",
        "[x](a.md#a-part)",
        "[x](#second)",
        "[x](README.md)",
        "[x](../README.md)",
        "![x](images/some.svg)",
        "[x](../api/Some.java)",
        "[x](https://example.org/none#none)"
    })
    void a_link_that_leads_somewhere_is_not(String link, @TempDir Path folder) throws IOException {
        var repository =
                Repository.sound(folder)
                        .with("docs/images/some.svg", "<svg/>")
                        .with("api/Some.java", "class Some { String a = \"<a href=\\\"b\\\"\"; }")
                        .with("docs/b.md", "# Second\n\nA " + link + ".\n");

        assertThatCode(() -> Site.of(repository.root())).doesNotThrowAnyException();
    }

    @Test
    void a_page_that_no_link_leads_to_is_found(@TempDir Path folder) throws IOException {
        var repository = Repository.sound(folder).with("docs/lost.md", "# Lost\n\n[x](a.md)\n");

        assertThatThrownBy(() -> Site.of(repository.root()))
                .isInstanceOf(SiteException.class)
                .hasMessage("docs/lost.html: no link leads here");
    }

    @Test
    void all_are_named_at_once(@TempDir Path folder) throws IOException {
        var repository =
                Repository.sound(folder)
                        .with("docs/a.md", "# First\n\n[x](one.md)\n")
                        .with("docs/b.md", "# Second\n\n[x](two.md)\n");

        assertThatThrownBy(() -> Site.of(repository.root()))
                .hasMessage(
                        """
                        docs/a.html: 'one.html' leads nowhere
                        docs/b.html: 'two.html' leads nowhere""");
    }
}
