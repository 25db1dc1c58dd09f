package dev.rondo.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What the guide shows is what is compiled here. */
class GuideTest {
    private static final Pattern JAVA = Pattern.compile("(?ms)^```java[^\\n]*\\n(.*?)^```$");

    @Test
    void its_code_is_compiled() throws IOException {
        String page = Files.readString(Path.of("../docs/guides/spark.md"));
        List<MatchResult> blocks = JAVA.matcher(page).results().toList();
        assertThat(blocks).hasSize(4);
        String source = flat(Files.readString(Path.of("src/test/java/dev/rondo/spark/Guide.java")));
        for (MatchResult block : blocks) {
            assertThat(source).contains(flat(block.group(1)));
        }
    }

    private static String flat(String code) {
        return code.replaceAll("\\s+", " ").strip();
    }
}
