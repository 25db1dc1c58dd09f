package dev.rondo.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows that are missing, and those that are not. */
class TimeGapsTest {
    private static final int ROWS = 200;

    @TempDir private Path folder;

    /** A series with its rows' numbers as values, without some of the rows. */
    private Series series(IntFunction<Object> time, Gaps gaps, Integer... missing)
            throws IOException {
        Path file = folder.resolve("t.csv");
        StringBuilder text = new StringBuilder("t,x\n");
        for (int i = 0; i < ROWS; i++) {
            if (!List.of(missing).contains(i)) {
                text.append(time.apply(i)).append(',').append(i).append('\n');
            }
        }
        Files.writeString(file, text);
        return Series.of(
                CsvTable.read(file),
                new Series.Columns("x", List.of(), Optional.of(new Series.Time("t", gaps))));
    }

    private static Arguments regular(String step, IntFunction<Object> time) {
        return Arguments.of(step, time);
    }

    private static LocalDate weekday(int i) {
        return LocalDate.of(2021, 3, 1).plusDays(i / 5 * 7 + i % 5); // a Monday
    }

    static Stream<Arguments> regular() {
        LocalDate day = LocalDate.of(2019, 12, 31);
        LocalDateTime hour = LocalDateTime.of(2021, 5, 30, 0, 0);
        Instant utc = Instant.parse("2022-01-01T00:00:00Z");
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        return Stream.of(
                regular("1", i -> i),
                regular("1", i -> 1784 + i),
                regular("0.25", i -> i * 0.25),
                regular("1 second", i -> utc.toEpochMilli() + i * 1000L),
                regular("0.083", i -> String.format(Locale.ROOT, "%.3f", 1749 + i / 12.0)),
                regular("1 day", day::plusDays),
                regular("1 day", i -> day.plusDays(i).toString().replace("-", "")),
                // midnights of Berlin, some of them 23 or 25 hours apart
                regular(
                        "1 day",
                        i -> day.plusDays(i).atStartOfDay(berlin).toOffsetDateTime().toString()),
                regular("7 days", day::plusWeeks),
                regular("1 month", i -> day.plusMonths(i).toString().substring(0, 7)),
                regular(
                        "1 month",
                        i -> day.plusMonths(i).toString().substring(0, 7).replace("-", "")),
                regular("1 month", i -> day.plusMonths(i).with(TemporalAdjusters.lastDayOfMonth())),
                regular(
                        "1 month",
                        i -> day.withDayOfMonth(1).plusMonths(i).atStartOfDay(berlin).toInstant()),
                regular("3 months", i -> day.plusMonths(3 * i)),
                regular("1 year", i -> day.plusYears(i - 200)),
                regular("1 weekday", TimeGapsTest::weekday),
                regular("1 weekday", i -> weekday(i) + "T" + (i % 7 == 0 ? "13:00" : "16:00")),
                regular("1 hour", i -> hour.plusHours(i)),
                regular("15 minutes", i -> hour.plusMinutes(15 * i)),
                regular("90 minutes", i -> hour.plusMinutes(90 * i)),
                regular("0.5 seconds", i -> hour.plus(500L * i, ChronoUnit.MILLIS)),
                // an hour that does not exist, where clocks are set forward
                regular(
                        "1 hour",
                        i ->
                                LocalDateTime.ofInstant(
                                        Instant.parse("2022-03-26T00:00:00Z").plusSeconds(3600 * i),
                                        berlin)),
                // open from 9:00 to 15:00
                regular(
                        "1 hour within each day",
                        i -> weekday(i / 7).atTime(9, 0).plusHours(i % 7)));
    }

    @ParameterizedTest
    @MethodSource("regular")
    void aFileWithoutGapsIsTakenAndRowsThatAreTakenAwayAreMissed(
            String step, IntFunction<Object> time) throws IOException {
        assertThat(series(time, Gaps.ERROR).rows()).isEqualTo(ROWS);
        String before = time.apply(28).toString();
        assertThatThrownBy(() -> series(time, Gaps.ERROR, 29, 30, 31, 101))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("t.csv, column 't': rows are " + step + " apart")
                .hasMessageContaining("3 after '" + before + "' (line 30)")
                .hasMessageContaining("--gaps allow")
                .hasMessageContaining("--gaps fill");
        assertThat(series(time, Gaps.ALLOW, 29, 30, 31).rows()).isEqualTo(ROWS - 3);
    }

    @ParameterizedTest
    @MethodSource("regular")
    void whatIsFilledInLiesOnAStraightLineAndHasItsTime(String step, IntFunction<Object> time)
            throws IOException {
        Series s = series(time, Gaps.FILL, 29, 30, 31, 103, 198);

        assertThat(s.rows()).as(step).isEqualTo(ROWS);
        List<Integer> filled = IntStream.range(0, ROWS).filter(s::isFilled).boxed().toList();
        assertThat(filled).containsExactly(29, 30, 31, 103, 198);
        for (int i = 0; i < ROWS; i++) {
            assertThat(s.value(0, i)).isCloseTo(i, within(1e-9));
            assertThat(s.time(i).endsWith(" (filled in)")).isEqualTo(s.isFilled(i));
        }
        assertThat(s.remarks().getLast())
                .contains("in 3 gaps 5 are missing: 3 after", "they were filled in");
    }

    @Test
    void filledRowsAreNamedByTheStepOfTheOthers() throws IOException {
        LocalDate end = LocalDate.of(2020, 1, 31);
        Series months = series(i -> end.plusMonths(i), Gaps.FILL, 1, 2);
        assertThat(months.time(1)).isEqualTo("2020-02-29 (filled in)");
        Series hours = series(i -> end.atTime(0, 0).plusHours(i) + "+01:00", Gaps.FILL, 5);
        assertThat(hours.time(5)).isEqualTo("2020-01-31T05:00+01:00 (filled in)");
        Series weekdays = series(TimeGapsTest::weekday, Gaps.FILL, 5);
        assertThat(weekdays.time(5)).isEqualTo("2021-03-08 (filled in)");
        assertThat(weekday(5).getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
        assertThat(series(i -> 10 * i, Gaps.FILL, 7).time(7)).isEqualTo("70 (filled in)");
    }

    @Test
    void aHolidayIsSaidAndNotRefused() throws IOException {
        Series s = series(TimeGapsTest::weekday, Gaps.ERROR, 10, 24, 25);
        assertThat(s.remarks()).hasSize(1);
        assertThat(s.remarks().getFirst())
                .contains("in 2 gaps 3 are missing", "they are taken for holidays");
    }

    @Test
    void clocksThatAreSetForwardAreSaid() throws IOException {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Instant first = Instant.parse("2022-03-26T00:00:00Z");
        Series s =
                series(
                        i -> LocalDateTime.ofInstant(first.plusSeconds(3600 * i), berlin),
                        Gaps.FILL);
        assertThat(s.rows()).isEqualTo(ROWS);
        assertThat(s.remarks()).hasSize(1);
        assertThat(s.remarks().getFirst()).contains("clocks were set forward, 1 time");
    }

    @Test
    void manyGapsAreCountedAndTheLongestIsNamed() throws IOException {
        LocalDate day = LocalDate.of(2022, 1, 1);
        assertThatThrownBy(
                        () -> series(day::plusDays, Gaps.ERROR, 9, 19, 29, 39, 49, 50, 51, 69, 79))
                .hasMessageContaining("in 7 gaps 9 are missing: 1 after '2022-01-09' (line 10), ")
                .hasMessageContaining("1 after '2022-01-29' (line 28), …, at most 3 after");
    }

    @Test
    void rowsWithoutARegularStepHaveNoGaps() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        long[] seconds = new long[ROWS];
        for (int i = 1; i < ROWS; i++) {
            seconds[i] = seconds[i - 1] + 1 + random.nextInt(1000);
        }
        Series s = series(i -> seconds[i], Gaps.ERROR);
        assertThat(s.remarks()).hasSize(1);
        assertThat(s.remarks().getFirst()).contains("too few for a regular step, so gaps were not");
        assertThat(series(i -> seconds[i], Gaps.ALLOW).remarks()).isEmpty();
        assertThatThrownBy(() -> series(i -> seconds[i], Gaps.FILL))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("it is not known what is missing");
    }

    @Test
    void moreThanThereIsIsNotFilledIn() {
        assertThatThrownBy(() -> series(i -> i < 100 ? i : i + 300, Gaps.FILL))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("in 1 gap 300 are missing: 300 after '99' (line 101)")
                .hasMessageContaining("do not fill them in");
        assertThatThrownBy(() -> series(i -> i < 100 ? i : "1e300", Gaps.FILL, missing(101)))
                .isInstanceOf(DataException.class);
    }

    private static Integer[] missing(int from) {
        return IntStream.range(from, ROWS).boxed().toArray(Integer[]::new);
    }

    @Test
    void aForecastOfARowThatWasFilledInIsNotMeasured() throws IOException {
        Series s = series(i -> i, Gaps.FILL, 150, 195);
        var form = new SeriesWindows.Form(5, 4, 0.15, 0.15);
        SeriesWindows w = new SeriesWindows(s, form);
        assertThat(w.origins(Split.VALIDATION).rows())
                .hasSize(27 - 5)
                .doesNotContain(147, 148, 149, 150, 151);
        assertThat(w.origins(Split.TEST).rows())
                .hasSize(27 - 5)
                .contains(191)
                .doesNotContain(192, 196);
        assertThatThrownBy(() -> new SeriesWindows(s, new SeriesWindows.Form(5, 10, 0.15, 0.05)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(
                        "every forecast of 10 rows for the test meets a row that was");
    }

    @Test
    void aShortSeriesHasNoGaps() throws IOException {
        assertThat(series(i -> i, Gaps.ERROR, missing(1)).remarks()).isEmpty();
        assertThat(series(i -> 7 * i, Gaps.FILL, missing(2)).rows()).isEqualTo(2);
    }
}
