package dev.rondo.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

class TextFileTest {
    @TempDir Path directory;

    @Test
    void aTextIsReadWithItsHash() throws IOException {
        TextFile t = TextFile.read(file("abc".getBytes(StandardCharsets.UTF_8)));
        assertThat(t.text()).isEqualTo("abc");
        assertThat(t.source().name()).isEqualTo("text.txt");
        assertThat(t.source().bytes()).isEqualTo(3);
        assertThat(t.source().sha256())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheText() throws IOException {
        assertThat(TextFile.read(file("\uFEFFä\n".getBytes(StandardCharsets.UTF_8))).text())
                .isEqualTo("ä\n");
        refused(file("\uFEFF".getBytes(StandardCharsets.UTF_8)), "empty but for a byte order mark");
    }

    @Test
    void whatIsNoTextIsRefused() throws IOException {
        refused(directory.resolve("none.txt"), "does not exist");
        refused(directory, "is a directory");
        refused(file(new byte[0]), "is empty");
        refused(file(new byte[] {'a', 'b', 0, 'c'}), "binary file", "byte 2 is zero");
        refused(file("hello".getBytes(StandardCharsets.UTF_16)), "UTF-16", "iconv");
    }

    @Test
    void bytesThatAreNotUtf8AreNamedWithTheirPosition() throws IOException {
        refused(
                file("ein\nschöner Tag".getBytes(StandardCharsets.ISO_8859_1)),
                "byte 7 (0xF6), on line 2");
        // a sequence cut short by the file's end, an overlong one, a surrogate
        refused(file(new byte[] {'a', (byte) 0xE2, (byte) 0x82}), "byte 1 (0xE2)");
        refused(file(new byte[] {(byte) 0xC0, (byte) 0x80}), "byte 0 (0xC0)");
        refused(file(new byte[] {'x', (byte) 0xED, (byte) 0xA0, (byte) 0x80}), "byte 1 (0xED)");
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("text.txt"), bytes);
    }

    private static void refused(Path file, String... words) {
        assertThatThrownBy(() -> TextFile.read(file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContainingAll(words);
    }
}
