package dev.rondo.site;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The documentation of this repository as a site. */
class SiteTest {
    private static final Path ROOT = Path.of("..");

    @Test
    void every_page_of_docs_is_in_it_and_every_link_has_its_target() throws IOException {
        List<String> expected;
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            expected =
                    files.filter(f -> f.toString().endsWith(".md"))
                            .map(f -> Addresses.of(Addresses.text(ROOT.relativize(f))))
                            .toList();
        }

        assertThat(Site.of(ROOT).files()).containsKeys(expected.toArray(String[]::new));
    }

    @Test
    void is_the_same_each_time() throws IOException {
        assertThat(Site.of(ROOT).files()).containsExactlyEntriesOf(Site.of(ROOT).files());
    }

    @Test
    void needs_no_script_and_nothing_of_another_place() throws IOException {
        Site.of(ROOT)
                .files()
                .forEach(
                        (address, bytes) ->
                                assertThat(new String(bytes))
                                        .as(address)
                                        .doesNotContain("<script")
                                        .doesNotContainPattern("src=\"(https?:)?//")
                                        .doesNotContainPattern("<link[^>]*href=\"(https?:)?//"));
    }

    @Test
    void is_written_as_files(@TempDir Path folder) throws IOException {
        Site site = Site.of(ROOT);
        site.write(folder);

        assertThat(folder.resolve("docs/images/attention.svg"))
                .hasSameBinaryContentAs(ROOT.resolve("docs/images/attention.svg"));
        assertThat(folder.resolve("index.html")).hasBinaryContent(site.files().get("index.html"));
    }
}
