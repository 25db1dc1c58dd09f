package dev.rondo.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Files that are read piece by piece. */
class CsvStreamTest {
    @TempDir private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "table", ".csv"), text);
    }

    /** More than any piece that is read at once, with symbols of several bytes at every place. */
    @Test
    void textIsTheSameOverTheBordersOfPieces() throws IOException {
        String value = "aä€😀\"\"b";
        String rows =
                IntStream.range(0, 40_000)
                        .mapToObj(i -> i + ",\"" + value + "\",x\n")
                        .collect(Collectors.joining());
        CsvTable table = CsvTable.read(file("\uFEFFid,\"text\",other\n" + rows));
        assertThat(table.header()).containsExactly("id", "text", "other");
        assertThat(table.texts("text")).hasSize(40_000).containsOnly("aä€😀\"b");
        assertThat(table.numbers("id")[39_999]).isEqualTo(39_999);
    }

    @Test
    void onlyTheColumnsThatAreAskedForAreKept() throws IOException {
        CsvTable table =
                CsvTable.read(file("a,b,c\n1,2,3\n4,5,6\n"), Skipping.NOTHING, List.of("c"));
        assertThat(table.numbers("c")).containsExactly(3, 6);
        assertThatThrownBy(() -> table.texts("b")).isInstanceOf(IllegalStateException.class);
        Path file = file("a,b\n1,2\n3,x,y\n");
        assertThatThrownBy(() -> CsvTable.read(file, Skipping.NOTHING, List.of("d")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("has no column 'd'");
    }

    @Test
    void thousandsOfColumnsAreRead() throws IOException {
        Path file = folder.resolve("wide.csv");
        String rest = ",0.123456789".repeat(3000);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("t");
            for (int i = 0; i < 3000; i++) {
                out.write(",c" + i);
            }
            for (int i = 0; i < 1600; i++) {
                out.write("\n" + i + rest);
            }
        }
        CsvTable table = CsvTable.read(file, Skipping.NOTHING, List.of("t", "c2999"));
        assertThat(table.rows()).isEqualTo(1600);
        assertThat(table.numbers("c2999")).containsOnly(0.123456789);
    }

    /** The same as with a list of all lines, wherever blank lines and lines to skip are. */
    @Property(tries = 300)
    void theEndIsWhatAListOfAllLinesShows(
            @ForAll List<@IntRange(min = 0, max = 2) Integer> kinds,
            @ForAll @IntRange(min = 0, max = 6) int skipped)
            throws IOException {
        List<String> lines = new ArrayList<>(List.of("a,b"));
        for (int i = 0; i < kinds.size(); i++) {
            lines.add(kinds.get(i) == 0 ? "" : kinds.get(i) == 1 ? "," : i + ",1");
        }
        List<String> kept = new ArrayList<>(lines.subList(1, lines.size()));
        while (!kept.isEmpty() && kept.getLast().length() < 2) {
            kept.removeLast();
        }
        for (int i = 0; i < skipped && !kept.isEmpty(); i++) {
            kept.removeLast();
        }
        Path file = Files.createTempFile("table", ".csv"); // no @TempDir in a property
        try {
            Files.writeString(file, String.join("\n", lines) + "\n");
            endIs(kept, file, new Skipping(Optional.empty(), skipped));
        } finally {
            Files.delete(file);
        }
    }

    private static void endIs(List<String> kept, Path file, Skipping skipping) {
        if (kept.isEmpty() || kept.stream().anyMatch(l -> l.length() < 2)) {
            assertThatThrownBy(() -> CsvTable.read(file, skipping))
                    .isInstanceOf(DataException.class);
            return;
        }
        CsvTable table = CsvTable.read(file, skipping);
        assertThat(table.rows()).isEqualTo(kept.size());
        assertThat(table.texts("a"))
                .isEqualTo(kept.stream().map(l -> l.substring(0, l.indexOf(','))).toList());
    }
}
