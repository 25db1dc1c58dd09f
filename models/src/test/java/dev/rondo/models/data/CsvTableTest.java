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
    @CsvSource({
        "'a;b¶1;2', 2",
        "'a\tb¶1\t2', 2",
        "'b¶2', 2",
        "'b,a;c¶2,1', 2",
        "'a|b¶1|2', 2",
        "'b;a, in mm¶2;1', 2",
        "'\"a,c\";b¶1;2', 2",
        "'a, in mm|b¶1|2', 2"
    })
    void commasSemicolonsTabsOrBarsSeparate(String text, double b) throws IOException {
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
                    a;x¶1;2,5             | say --decimal comma
                    a,b¶1,2               | has no column 'x'; it has 'a', 'b'
                    a,x¶1,2¶3             | line 3: 1 fields, and the header names 2 columns
                    a,x¶1,2¶3,4,5         | line 3: 3 fields, and the header names 2 columns
                    a,x¶1,2¶¶3,4          | line 3: the line is empty
                    x,x¶1,2               | two columns are named 'x', columns 1 and 2
                    1,2¶3,4               | where the names of the columns should be
                    a,x                   | has a header and no row below it
                    ¶¶                    | holds nothing but empty lines
                    a,x¶1,2¶,¶5,6         | line 3: the line holds nothing but separators
                    a,x¶1,2¶,,¶5,6        | line 3: the line holds nothing but separators
                    date x¶1 2            | it has 'date x', one column. Separate columns by commas, semicolons, tabs or bars
                    # of 2020¶a;x¶1;2     | it has '# of 2020'. '# of 2020' looks like a comment; such lines are skipped with --comment '#'
                    # of 2020¶a,x¶1,2     | '# of 2020' looks like a comment; such lines are skipped with --comment '#'
                    a,x¶# new¶1,2         | line 2: 1 fields, and the header names 2 columns. Complete the row, or remove it if it is none. '# new' looks like a comment; such lines are skipped with --comment '#'
                    a,x¶1,2¶// a, b¶3,4   | '// a' looks like a comment; such lines are skipped with --comment '/'
                    x¶1¶% note¶2          | line 3, column 'x': '% note' is no number
                    a,x¶1,2¶3,4¶by A. B.  | line 4: 1 fields, and the header names 2 columns. Complete the row, or remove it if it is none. If this last line is a sum or a note after the data, --skip-last 1 leaves it out
                    a,x¶1,2¶3,4¶b, c¶d    | line 5: 1 fields
                    a,x¶1,2¶b,c¶d,e       | line 3, column 'x': 'c' is no number. Write it as in 12.5, without units or spaces, or choose another column. If the last 2 lines are a sum or a note after the data, --skip-last 2 leaves them out
                    date,x¶2020-01-01,2¶2020-01-02,4¶Total,6 | line 4, column 'date': 'Total' is no row like those above it, but sums them up. --skip-last 1 leaves the last line out
                    """)
    void whatIsWrongIsNamedWithLineAndColumn(String text, String message) {
        assertThatThrownBy(() -> series(text, null))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("t.csv")
                .hasMessageContaining(message);
    }

    private CsvTable table(String text, Character comment, int last) throws IOException {
        Path file = Files.writeString(folder.resolve("skipped.csv"), text);
        return CsvTable.read(file, new Skipping(Optional.ofNullable(comment), last));
    }

    @Test
    void whatIsNoRowIsSkipped() throws IOException {
        assertThat(table("a;x\n1;2\n;\n;;;\n \n").numbers("x")).containsExactly(2);
        assertThat(table("a,x\n1,2\nTotal,2\n,\n", null, 1).numbers("x")).containsExactly(2);
        CsvTable commented = table("# a, b, c\na,x\n#\n1,2\n# d\n3,4\nby A.\n# e\n", '#', 1);
        assertThat(commented.numbers("x")).containsExactly(2, 4);
        assertThat(commented.line(1)).isEqualTo(6);
        assertThat(table("a,x\n\"# 1\",2\n#3,4\n").texts("a")).containsExactly("# 1", "#3");
        assertThatThrownBy(() -> table("a,x\n1,2\n", null, 5))
                .hasMessageContaining("has a header and no row below it");
    }

    @Test
    void aNameThatMeansASumIsOneAmongOthers() throws IOException {
        assertThat(table("a,x\nmean,1\ntotal,2\n").numbers("x")).containsExactly(1, 2);
        assertThat(table("x,a\n1,2020\n2,total\n").numbers("x")).containsExactly(1, 2);
    }

    @Test
    void aLineBehindTheTimesIsToldApart() {
        assertThatThrownBy(() -> series("t,x\n2020-01-01,1\n2020-01-02,2\nSource: X,3\n", "t"))
                .hasMessageContaining("'Source: X' is neither a number nor a date")
                .hasMessageContaining("If this last line is a sum or a note after the data");
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
