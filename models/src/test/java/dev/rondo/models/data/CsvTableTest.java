package dev.rondo.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class CsvTableTest {
    @TempDir Path folder;

    private CsvTable table(String text) throws IOException {
        Path file = folder.resolve("t.csv");
        Files.writeString(file, text.replace("¶", "\n"));
        return CsvTable.read(file);
    }

    private Series series(String text, String time) throws IOException {
        return Series.of(
                table(text),
                new Series.Columns(
                        "x",
                        List.of(),
                        Optional.ofNullable(time).map(t -> new Series.Time(t, Gaps.ERROR))));
    }

    @Test
    void columnsAreFoundByNameWithQuotesCommasAndSpacesAround() throws IOException {
        CsvTable t = table("\"a, b\", c \n \"1\" ,-2.5e1\n+.5,3.\n\n\n");
        assertThat(t.header()).containsExactly("a, b", "c");
        assertThat(t.numbers("c")).containsExactly(-25, 3);
        assertThat(t.texts("a, b")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"'a;b¶1;2', 2", "'a\tb¶1\t2', 2", "'b¶2', 2", "'b,a;c¶2,1', 2"})
    void semicolonsAndTabsSeparateWhereTheHeaderHasNoComma(String text, double b)
            throws IOException {
        assertThat(table(text).numbers("b")).containsExactly(b);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a,x¶1,2¶3,¶5,6        | line 3, column 'x': the cell is empty
                    a,x¶1,2¶3,NA          | line 3, column 'x': 'NA' says there is no value
                    x¶1¶nan               | line 3, column 'x': 'nan' says there is no value
                    x¶1¶-inf              | line 3, column 'x': '-inf' is not finite
                    x¶1¶1e999             | line 3, column 'x': '1e999' is too large
                    x¶1¶12 mm             | line 3, column 'x': '12 mm' is no number
                    x¶1¶0x1p3             | line 3, column 'x': '0x1p3' is no number
                    a;x¶1;2,5             | Write a decimal point instead of the comma
                    a,b¶1,2               | has no column 'x'; it has 'a', 'b'
                    a,x¶1,2¶3             | line 3: 1 fields, and the header names 2 columns
                    a,x¶1,2¶3,4,5         | line 3: 3 fields, and the header names 2 columns
                    a,x¶1,2¶¶3,4          | line 3: the line is empty
                    x,x¶1,2               | two columns are named 'x', columns 1 and 2
                    1,2¶3,4               | where the names of the columns should be
                    a,x                   | has a header and no row below it
                    ¶¶                    | holds nothing but empty lines
                    """)
    void whatIsWrongIsNamedWithLineAndColumn(String text, String message) {
        assertThatThrownBy(() -> series(text, null))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("t.csv")
                .hasMessageContaining(message);
    }

    @Test
    void columnsThatLookTheSameAreTheSame() throws IOException {
        CsvTable decomposed = table("Gro\u0308\u00dfe,x\n1,2\n");
        assertThat(decomposed.numbers("Gr\u00f6\u00dfe")).containsExactly(1);
        assertThat(decomposed.numbers("Gro\u0308\u00dfe")).containsExactly(1);
        CsvTable both = table("\u00e9,e\u0301\n1,2\n");
        assertThat(both.numbers("\u00e9")).containsExactly(1);
        assertThat(both.numbers("e\u0301")).containsExactly(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Air Temp,x | air_temp | 'Air Temp'
                    Temp,x     | temp     | 'Temp'
                    Temp,x     | Tеmp     | 'Temp'
                    sunspots,x | sunspot  | 'sunspots'
                    Größe,x    | grosse   | 'Größe'
                    """)
    void aNearMissIsSuggested(String header, String column, String suggested) throws IOException {
        CsvTable table = table(header + "\n1,2\n");
        assertThatThrownBy(() -> table.numbers(column))
                .hasMessageContaining("did you mean '" + suggested + "'?");
        assertThatThrownBy(() -> table.numbers("rainfall")).hasMessageNotContaining("did you mean");
    }

    @Test
    void anotherEncodingIsRefused() throws IOException {
        Path file = folder.resolve("latin.csv");
        Files.write(file, "é,x\n1,2\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> CsvTable.read(file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("is not UTF-8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    t,x¶2,1¶10,2¶10,3          | line 4, column 't': '10' does not come after '10'
                    t,x¶1984-02,1¶1984-01,2    | line 3, column 't': '1984-01' does not come after
                    t,x¶Jan 84,1¶Feb 84,2      | neither a number nor a date
                    """)
    void timeMustIncrease(String text, String message) {
        assertThatThrownBy(() -> series(text, "t"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message);
    }

    @Test
    void timeOrdersAndLabels() throws IOException {
        assertThat(series("t,x\n9,1\n10,2\n", "t").time(1)).isEqualTo("10");
        assertThat(series("t,x\n1984-12,1\n1985-01,2\n", "t").time(0)).isEqualTo("1984-12");
        assertThat(series("t,x\n9,1\n10,2\n", null).time(1)).isEqualTo("2");
    }

    @Test
    void aColumnIsReadForOnePurpose() {
        assertThatThrownBy(() -> new Series.Columns("x", List.of("x"), Optional.empty()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("'x' is named twice");
    }
}
