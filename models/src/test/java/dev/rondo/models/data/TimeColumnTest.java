package dev.rondo.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Times of rows, as files write them. */
class TimeColumnTest {
    @TempDir private Path folder;

    /** A series with a row at each of the times, which stand with a bar between. */
    private Series series(String times) throws IOException {
        Path file = folder.resolve("t.csv");
        StringBuilder text = new StringBuilder("t;x\n");
        for (String time : times.split("\\|", -1)) {
            text.append(time).append(';').append(text.length()).append('\n');
        }
        Files.writeString(file, text);
        return Series.of(
                CsvTable.read(file),
                new Series.Columns("x", List.of(), Optional.of(new Series.Time("t", Gaps.ALLOW))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1984|1985",
                "1984-03|1984-04|1984-12|1985-01",
                "1984-3|1984-10|1985-01",
                "1984-03-09|1984-3-10|1984-3-11 0:30",
                "2022/01/31|2022/02/01",
                "2022.01.31|2022.02.01",
                // the clock is set back, and the offset says so
                "2022-10-30T02:00:00+02:00|2022-10-30T02:00:00+01:00|2022-10-30T03:00:00+01:00",
                "2022-10-30 02:30:00+0200|2022-10-30 02:00:00+0100",
                "2022-10-30 02:30+02|2022-10-30 02:00+01",
                "2022-01-01T10:00:00Z|2022-01-01T12:00:00+01:00|2022-01-01T12:00:00Z",
                // fractions that come and go
                "2022-01-01T00:00:00Z|2022-01-01T00:00:00.500Z|2022-01-01T00:00:01Z",
                "2022-01-01 00:00:00,5|2022-01-01 00:00:00.75|2022-01-01 00:00:01",
                "2022-01-01 00:00:00.000000001|2022-01-01 00:00:00.0000000020000",
                "2022-01-01 9:00|2022-01-01 10:00",
                "2022-01-01 12:30 AM|2022-01-01 9:00 AM|2022-01-01 12:00 PM|2022-01-01 1:00 pm",
                // midnight is left out, or the end of the day before
                "2022-01-01|2022-01-01 01:00:00|2022-01-02",
                "2022-01-01 23:00|2022-01-01 24:00|2022-01-02 01:00",
                "2016-12-31T23:59:59Z|2016-12-31T23:59:60Z|2017-01-01T00:00:00Z",
                "2022-01-01 CET|2022-01-02 CET",
                "2022-01-01 00:00 Europe/Berlin|2022-01-01 01:00 Europe/Berlin",
                "2022-10-30T02:30+02:00[Europe/Berlin]|2022-10-30T02:00+01:00[Europe/Berlin]",
                "2022-01-01 00:00:00 UTC|2022-01-01 01:00:00 UTC",
                // nanoseconds since 1970, which one double cannot tell apart
                "1640995200000000000|1640995200000000001|1640995200000000002",
                "0.1|0.10000000000000000001|2e1"
            })
    void whatComesLaterIsTaken(String times) throws IOException {
        Series s = series(times);
        assertThat(s.rows()).isGreaterThan(1);
        assertThat(String.join("|", s.time(0), s.time(1))).isSubstringOf(times);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    2022-01-01 10:00|2022-01-01 9:30                          ; '2022-01-01 9:30' does not come after '2022-01-01 10:00'
                    2022-01-01T10:00:00+00:00|2022-01-01T11:00:00+05:00       ; line 3, column 't': '2022-01-01T11:00:00+05:00' does not
                    2022-01-01T10:00:00Z|2022-01-01T11:00:00+01:00            ; Keep one of the two rows
                    2022-01-01|2022-27-78                                     ; line 3, column 't': '2022-27-78' is no date or time
                    2022-02-28|2022-02-29                                     ; '2022-02-29' is no date or time of day that exists
                    2022-01-01 23:00|2022-01-01 24:01                         ; '2022-01-01 24:01' is no date or time
                    2022-01-01 10:00 AM|2022-01-01 13:00 PM                   ; '2022-01-01 13:00 PM' is no date or time
                    2022-01-01T00:00+01:00|2022-01-01T02:00+19:00             ; '2022-01-01T02:00+19:00' is no date
                    2022-01-01 step0203|2022-01-01 step0204                   ; line 2, column 't': '2022-01-01 step0203' is neither
                    2022-01-01-05|2022-01-01-06                               ; is neither a number nor a date
                    2022-01-01|                                               ; line 3, column 't': the cell is empty
                    1|2|x                                                     ; line 4, column 't': 'x' is no number, as '1' in line 2 is
                    2022-01-01T10:00Z|2022-01-01T11:00                        ; do not say the same of their zone
                    2022-10-30 02:00 CEST|2022-10-30 02:00 CET                ; do not say the same of their zone
                    1|1e99999                                                 ; '1e99999' is too large or too small to be a time
                    1|1e99999999999                                           ; '1e99999999999' is too large or too small
                    1640995200000000001|1640995200000000000                   ; does not come after
                    2022-01-03|2022-01-02|2022-01-01                          ; All rows run backwards: turn them round
                    2022-01-01|2022-01-03|2022-01-02                          ; Sort the rows, the oldest first
                    2022-01-01|2022-01-02|2022-01-02                          ; Keep one of the two rows
                    2022-01-01|2022-01-02|2022-01-03|2022-01-01|2022-01-02    ; Most times occur more than once, as in a file of several
                    2022-01-01|2022-01-01|2022-01-02|2022-01-02               ; Keep the rows of one
                    2022-10-30 01:00|2022-10-30 02:00|2022-10-30 02:00        ; line 4, column 't': '2022-10-30 02:00' does not come after '2022-10-30 02:00'. Clocks were set back
                    2022-10-30 02:00|2022-10-30 02:30|2022-10-30 02:00        ; Write the times in UTC or with their offset
                    2021-11-07 1:00|2021-11-07 1:30|2021-11-07 1:00           ; Clocks were set back
                    2022-06-30 02:00|2022-06-30 02:30|2022-06-30 02:00        ; Sort the rows
                    """)
    void whatIsNoTimeOrNotLaterIsRefusedWithItsCause(String times, String message) {
        assertThatThrownBy(() -> series(times == null ? "" : times))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message);
    }

    @Property(tries = 200)
    void aTimeIsReadToTheNanosecondHoweverItIsWritten(
            @ForAll @LongRange(min = -9_000_000_000L, max = 9_000_000_000L) long second,
            @ForAll @IntRange(max = 999_999_999) int nano,
            @ForAll @IntRange(min = -18 * 60, max = 18 * 60) int minutes) {
        ZoneOffset offset = ZoneOffset.ofTotalSeconds(minutes * 60);
        Instant instant = Instant.ofEpochSecond(second, nano);
        LocalDateTime local = LocalDateTime.ofInstant(instant, offset);
        for (String pattern :
                List.of(
                        "yyyy-MM-dd'T'HH:mm:ss.nnnnnnnnnxxx",
                        "yyyy/M/d H:mm:ss,nnnnnnnnn xx",
                        "yyyy.MM.dd h:mm:ss.nnnnnnnnn axxx")) {
            String text =
                    DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
                            .format(local.atOffset(offset));
            TimeStamp.Clock read = TimeText.read(text).orElseThrow();
            assertThat(read.local()).as(text).isEqualTo(local);
            assertThat(read.offset()).as(text).contains(offset);
            assertThat(read.position().movePointRight(9).longValueExact())
                    .isEqualTo(Math.addExact(Math.multiplyExact(second, 1_000_000_000L), nano));
        }
    }
}
