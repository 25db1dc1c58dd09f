package dev.rondo.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;
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
        return series(times, "recognised");
    }

    private Series series(String times, String format) throws IOException {
        Path file = folder.resolve("t.csv");
        StringBuilder text = new StringBuilder("t;x\n");
        for (String time : times.split("\\|", -1)) {
            text.append(time).append(';').append(text.length()).append('\n');
        }
        Files.writeString(file, text);
        return Series.of(
                CsvTable.read(file),
                new Series.Columns(
                        "x",
                        List.of(),
                        Optional.of(new Series.Time("t", Gaps.ALLOW, TimeFormat.parse(format)))));
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
                "0.1|0.10000000000000000001|2e1",
                // the day first, which one row tells; or the month
                "31.12.2020|01.01.2021|2.1.2021",
                "31/12/2020 23:00|01/01/2021 00:00",
                "31-12-2020|01-01-2021",
                "12/31/2020|01/01/2021|1/02/2021 9:30 AM",
                "01/01/1990|01/01/1991|2/2/1992",
                "Jan-1990|Feb-1990|December 1990",
                "1990-Jan|1990-Sept|1991-MAY",
                "31-Dec-2020|1 January 2021|2. Feb. 2021 10:00",
                "Dec 31, 2020|January 1 2021 13:00",
                "1990Q1|1990-Q4|1991q1",
                "Q4 1990|Q1 1991",
                "1990M12|1991M01",
                "12/1990|01/1991",
                "2000-W52|2001-W01|2001-W02-3",
                "2020W53|2021W1"
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
                    2022-01-03|2022-01-02|2022-01-01                          ; All rows run backwards: --sort turns them round
                    2022-01-01|2022-01-03|2022-01-02                          ; --sort sorts the rows
                    2022-01-01|2022-01-02|2022-01-02                          ; Keep one of the two rows
                    2022-01-01|2022-01-02|2022-01-03|2022-01-01|2022-01-02    ; Most times occur more than once, as in a file of several
                    2022-01-01|2022-01-01|2022-01-02|2022-01-02               ; --id COLUMN
                    2022-10-30 01:00|2022-10-30 02:00|2022-10-30 02:00        ; line 4, column 't': '2022-10-30 02:00' does not come after '2022-10-30 02:00'. Clocks were set back
                    2022-10-30 02:00|2022-10-30 02:30|2022-10-30 02:00        ; or write the times in UTC or with their offset
                    2021-11-07 1:00|2021-11-07 1:30|2021-11-07 1:00           ; Clocks were set back
                    2022-06-30 02:00|2022-06-30 02:30|2022-06-30 02:00        ; --sort sorts the rows
                    01/02/2020|02/02/2020|03/02/2020                          ; line 2, column 't': '01/02/2020' may have the day first, or the month, and so may all other rows. Say --time-format day-first or --time-format month-first
                    01.02.2020|02.02.2020                                     ; '01.02.2020' may have the day first
                    31.12.2020|12.31.2021                                     ; line 3, column 't': '12.31.2021' cannot have the day first, and '31.12.2020' in line 2 cannot have the month first
                    12/31/2020|31/12/2021                                     ; '31/12/2021' cannot have the month first, and '12/31/2020' in line 2 cannot have the day first
                    31.12.2020|32.13.2020                                     ; line 3, column 't': '32.13.2020' is no date
                    29.02.2021|30.03.2021                                     ; line 2, column 't': '29.02.2021' is no date
                    31.12.2020|2021-01-01                                     ; '2021-01-01' is not written as '31.12.2020' in line 2 is
                    2020-12-31|01.01.2021|2021-01-02                          ; line 3, column 't': '01.01.2021' is not written as '2020-12-31' in line 2 is
                    2020-12-31|5|2021-01-02                                   ; line 2, column 't': '2020-12-31' is no number, as '5' in line 3 is
                    Jan-1990|Okt-1990                                         ; line 3, column 't': 'Okt-1990' is neither
                    1990Q4|1990Q5                                             ; '1990Q5' is neither
                    2021-W52|2021-W53                                         ; '2021-W53' is no date
                    31-Feb-2020|1-Mar-2020                                    ; '31-Feb-2020' is no date
                    31.12.20|01.01.21                                         ; say how it is written (--time-format dd.MM.yy
                    Jan-1990|Feb-1990|Feb-1990                                ; Keep one of the two rows
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
            TimeStamp.Clock read = TimeText.YEAR_FIRST.read(text).orElseThrow();
            assertThat(read.local()).as(text).isEqualTo(local);
            assertThat(read.offset()).as(text).contains(offset);
            assertThat(read.position().movePointRight(9).longValueExact())
                    .isEqualTo(Math.addExact(Math.multiplyExact(second, 1_000_000_000L), nano));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    day-first             ; 01/02/2020|02/02/2020            ; 2020-02-01|2020-02-02
                    month-first           ; 01/02/2020|02/02/2020            ; 2020-01-02|2020-02-02
                    day-first             ; 2020-01-31|2020-02-01            ; 2020-01-31|2020-02-01
                    dd.MM.yy              ; 31.12.20|01.01.21                ; 2020-12-31|2021-01-01
                    yyyyMMdd              ; 19840328|19840329                ; 1984-03-28|1984-03-29
                    MM.yyyy               ; 12.1990|01.1991                  ; 1990-12-01|1991-01-01
                    EEE, d MMM yyyy HH:mm ; fri, 1 jan 2021 09:30|Sat, 2 Jan 2021 09:30 ; 2021-01-01T09:30|2021-01-02T09:30
                    d MMMM uuuu h a       ; 1 January 2021 1 PM|2 May 2021 12 AM ; 2021-01-01T13:00|2021-05-02
                    YYYY 'week' ww        ; 2020 week 53|2021 week 01        ; 2020-12-28|2021-01-04
                    uuuu 'Q'Q             ; 2020 Q4|2021 Q1                  ; 2020-10-01|2021-01-01
                    uuuu-MM-dd HH xxx     ; 2020-01-01 01 +01:00|2020-01-01 02 +01:00 ; 2020-01-01T01:00+01:00|2020-01-01T02:00+01:00
                    uuuu/DDD              ; 2020/366|2021/001                ; 2020-12-31|2021-01-01
                    """)
    void aFormMayBeSaid(String format, String times, String read) throws IOException {
        Series s = series(times, format);
        assertThat(s.columns().time().orElseThrow().format()).hasToString(format);
        CsvTable table = CsvTable.read(folder.resolve("t.csv"));
        var stamps = TimeColumn.read(table, s.columns().time().orElseThrow()).times();
        assertThat(stamps.stream().map(TimeStamp::toString)).containsExactly(read.split("\\|"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    dd.MM.yy   ; 31.12.20|2021-01-01 ; line 3, column 't': '2021-01-01' is not written as --time-format 'dd.MM.yy' says
                    dd.MM.yyyy ; 29.02.2021          ; '29.02.2021' is no date or time of day that exists
                    YYYY-ww    ; 2021-53             ; '2021-53' is no date or time of day that exists
                    """)
    void whatIsNotOfTheFormThatWasSaidIsRefused(String format, String times, String message) {
        assertThatThrownBy(() -> series(times, format))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HH:mm", "", "dd.MM", "foo", "yyyy-'MM", "'y'", "yyyy{"})
    void whatIsNoPatternOfDatesIsRefused(String format) {
        assertThatThrownBy(() -> TimeFormat.parse(format))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("for instance dd.MM.yyyy HH:mm");
    }

    @ParameterizedTest
    @CsvSource({
        "31.12.2020|01.01.2021, day-first",
        "12/31/2020|01/01/2021, month-first",
        "2020-12-31|2021-01-01, recognised",
        "1990Q4|1991Q1, recognised"
    })
    void theOrderThatWasFoundIsKept(String times, String format) throws IOException {
        assertThat(series(times).columns().time().orElseThrow().format()).hasToString(format);
    }

    /** What comes next is written as the column is. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    1984-11|1984-12                                   ; 1985-01|1985-02
                    1984-1|1984-2                                     ; 1984-3|1984-4
                    1984|1985                                         ; 1986|1987
                    1990Q3|1990Q4                                     ; 1991Q1|1991Q2
                    Q3 1990|Q4 1990                                   ; Q1 1991|Q2 1991
                    2020-W52|2020-W53                                 ; 2021-W01|2021-W02
                    2020W52-1|2020W53-1                               ; 2021W01-1|2021W02-1
                    1990M11|1990M12                                   ; 1991M01|1991M02
                    Nov-1990|Dec-1990                                 ; Jan-1991|Feb-1991
                    November 1990|December 1990                       ; January 1991|February 1991
                    NOV-1990|DEC-1990                                 ; JAN-1991|FEB-1991
                    30.11.2020|31.12.2020                             ; 31.01.2021|28.02.2021
                    28.1.2021|28.2.2021                               ; 28.3.2021|28.4.2021
                    12/30/2020|12/31/2020                             ; 01/01/2021|01/02/2021
                    12/30/2020|12/31/2020|1/1/2021                    ; 1/2/2021|1/3/2021
                    30 Dec 2020, 10:00|31 Dec 2020, 10:00             ; 01 Jan 2021, 10:00|02 Jan 2021, 10:00
                    2022-01-01|2022-01-01 12:00:00|2022-01-02         ; 2022-01-02 12:00:00|2022-01-03 00:00:00
                    2022-01-01 9:00 pm|2022-01-01 11:00 pm            ; 2022-01-02 1:00 am|2022-01-02 3:00 am
                    2022-01-01T22:00Z|2022-01-01T23:00Z               ; 2022-01-02T00:00Z|2022-01-02T01:00Z
                    2022-01-01T22:00:00.000+01:00|2022-01-01T23:00:00.000+01:00 ; 2022-01-02T00:00:00.000+01:00|2022-01-02T01:00:00.000+01:00
                    2022-01-01 22:00 CET|2022-01-01 23:00 CET         ; 2022-01-02 00:00 CET|2022-01-02 01:00 CET
                    2021-12-30|2021-12-31|2022-01-03|2022-01-04|2022-01-05|2022-01-06|2022-01-07 ; 2022-01-10|2022-01-11
                    19840330|19840331                                 ; 19840401|19840402
                    198411|198412|198501                              ; 198502|198503
                    1|2                                               ; 3|4
                    1640995200000|1641081600000                       ; 1641168000000|1641254400000
                    1641168000|1641254400|1641340800|1641427200|1641513600|1641772800|1641859200 ; 1641945600|1642032000
                    """)
    void whatComesNextIsWrittenInTheSameWay(String times, String next) throws IOException {
        Series s = series(times);
        String[] expected = next.split("\\|");
        assertThat(s.later(1)).contains(expected[0]);
        assertThat(s.later(2)).contains(expected[1]);
    }

    @Test
    void whereRowsFollowNoStepNothingIsSaidOfWhatComesNext() throws IOException {
        assertThat(series("1|2|5|11|29|31").later(1)).isEmpty();
        assertThat(
                        series(
                                        "2022-01-01 16:00|2022-01-01 17:00|2022-01-02 8:00|2022-01-02 9:00"
                                                + "|2022-01-02 10:00|2022-01-02 11:00")
                                .later(1))
                .isEmpty();
    }
}
