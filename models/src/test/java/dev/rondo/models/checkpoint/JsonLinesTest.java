package dev.rondo.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

class JsonLinesTest {
    @TempDir private Path folder;

    /** A log that is still written may end within a line; results that are whole may not. */
    @Test
    void a_torn_line_is_skipped_or_refused_with_its_number() throws Exception {
        Path file = Files.writeString(folder.resolve("x.jsonl"), "{\"a\":1}\n{\"a\":2}\n{\"a\":");

        assertThat(JsonLines.read(file)).hasSize(2);
        assertThatThrownBy(() -> JsonLines.readWhole(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + ":3: the line is not a JSON object (")
                .hasMessageEndingWith("if what wrote it was cut short, remove the line");
    }

    @Test
    void a_wrong_setting_is_named_with_its_line() throws Exception {
        Path file = Files.writeString(folder.resolve("x.jsonl"), "{\"a\":1}\n{\"a\":\"b\"}\n");

        assertThat(JsonLines.readWhole(file)).isEqualTo(JsonLines.read(file));
        assertThatThrownBy(() -> JsonLines.readWhole(file).getLast().integer("a"))
                .hasMessage(file + ":2: setting 'a' must be a whole number, found \"b\"");
    }
}
