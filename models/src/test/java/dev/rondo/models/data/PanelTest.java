package dev.rondo.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.models.checkpoint.DataSource;
import dev.rondo.models.forecast.Forecaster;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Files of several series, and of series that are not in order. */
class PanelTest {
    /** A table of lines as a file would have them. */
    private static CsvTable table(String header, String... lines) {
        String[] names = header.split(",");
        Map<String, List<String>> cells = new LinkedHashMap<>();
        for (int c = 0; c < names.length; c++) {
            cells.put(names[c], new ArrayList<>());
            for (String line : lines) {
                cells.get(names[c]).add(line.split(",", -1)[c]);
            }
        }
        return CsvTable.of(new DataSource("test.csv", "", 0), cells);
    }

    private static Series.Time day(Repair repair, Gaps gaps) {
        return new Series.Time(
                "day", gaps, TimeFormat.Order.RECOGNISED, List.of(), Optional.empty(), repair);
    }

    private static Series.Columns columns(
            List<String> known, List<String> statics, Series.Time time, Missing missing) {
        return new Series.Columns(
                "y",
                List.of(),
                known,
                Optional.empty(),
                Optional.of("id"),
                statics,
                Optional.ofNullable(time),
                new Series.Numbers(false, missing));
    }

    @Test
    void rowsOfSeveralSeriesMayStandAmongEachOther() {
        CsvTable table = table("id,y,size", "a,1,3", "b,10,4", "a,2,3", "a,3,3", "b,20,4", "c,7,5");
        Panel panel =
                Panel.of(table, columns(List.of(), List.of("size", "id"), null, Missing.ERROR));
        assertThat(panel.series()).extracting(Series::id).containsExactly("a", "b", "c");
        assertThat(panel.series().get(0).target()).containsExactly(1, 2, 3);
        assertThat(panel.series().get(1).target()).containsExactly(10, 20);
        assertThat(panel.rows()).isEqualTo(6);
        StaticFeatures statics = StaticFeatures.fit(panel);
        assertThat(statics.numbers(panel.series().get(2))[0])
                .isCloseTo((float) ((5 - 4) / Math.sqrt(2 / 3.0)), within(1e-6f));
        assertThat(statics.categories()).containsExactly(4);
        assertThat(statics.categories(panel.series().get(1))).containsExactly(2);
        Panel strange =
                Panel.of(
                        table("id,y,size", "z,1,3", "z,2,3"),
                        columns(List.of(), List.of("size", "id"), null, Missing.ERROR));
        assertThat(statics.categories(strange.series().getFirst())).containsExactly(0);
        assertThat(statics.unknown(strange.series().getFirst()).getFirst())
                .contains("'z' of column 'id' was in no series of the training");
    }

    @Test
    void aStaticColumnThatChangesIsRefused() {
        CsvTable table = table("id,y,size", "a,1,3", "b,10,4", "a,2,5");
        assertThatThrownBy(
                        () ->
                                Panel.of(
                                        table,
                                        columns(List.of(), List.of("size"), null, Missing.ERROR)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("line 3, column 'size': '5', and '3' in line 1");
    }

    @Test
    void rowsAfterTheEndTellWhatIsKnownAhead() {
        CsvTable table = table("id,y,price", "a,1,3", "a,2,4", "a,,5", "a,,6");
        Series s =
                Panel.of(table, columns(List.of("price"), List.of(), null, Missing.ERROR))
                        .series()
                        .getFirst();
        assertThat(s.rows()).isEqualTo(2);
        assertThat(s.value(1, 3)).isEqualTo(6);
        assertThatThrownBy(() -> s.value(1, 4))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("'price' is not known 3 rows after the end");
    }

    @Test
    void missingValuesAreRefusedInterpolatedOrMasked() {
        CsvTable table = table("id,y", "a,1", "a,", "a,NA", "a,7");
        assertThatThrownBy(
                        () -> Panel.of(table, columns(List.of(), List.of(), null, Missing.ERROR)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("line 2, column 'y': the cell is empty")
                .hasMessageContaining("--missing mask");
        Series line = read(table, null, Missing.INTERPOLATE);
        assertThat(line.target()).containsExactly(new double[] {1, 3, 5, 7}, within(1e-12));
        Series masked = read(table, null, Missing.MASK);
        assertThat(masked.target()).containsExactly(1, 1, 1, 7);
        assertThat(masked.isFilled(2)).isTrue();
        assertThat(masked.isFilled(3)).isFalse();
        // the mean of what was measured
        assertThat(masked.scaling(4, true, false).getFirst().mean()).isEqualTo(4);
        Forecaster.Inputs inputs = new Forecaster.Inputs(3, 1, 2, 0, 0, List.of(), false, true);
        WindowBatch batch = new WindowBatch(inputs, 1, new StaticFeatures(List.of()));
        batch.put(0, masked, List.of(Scaling.IDENTITY), 3);
        batch.putTarget(0, masked, List.of(Scaling.IDENTITY), 2);
        Array window = batch.withTargets().get(Forecaster.WINDOW);
        assertThat(window.f32()).containsExactly(1, 0, 1, 1, 1, 1);
        assertThat(batch.withTargets().get(Forecaster.OBSERVED).get(0)).isZero();
    }

    private static Series read(CsvTable table, Series.Time time, Missing missing) {
        return Panel.of(table, columns(List.of(), List.of(), time, missing)).series().getFirst();
    }

    @Test
    void disorderAndDuplicatesAreRefusedOrRepaired() {
        CsvTable table =
                table(
                        "id,day,y",
                        "a,2024-01-03,3",
                        "a,2024-01-01,1",
                        "a,2024-01-02,2",
                        "a,2024-01-02,4");
        assertThatThrownBy(() -> read(table, day(Repair.NONE, Gaps.ERROR), Missing.ERROR))
                .hasMessageContaining("--sort sorts the rows");
        Repair sorted = new Repair(true, Duplicates.ERROR, Optional.empty());
        assertThatThrownBy(() -> read(table, day(sorted, Gaps.ERROR), Missing.ERROR))
                .hasMessageContaining("--duplicates first");
        for (Duplicates how : Duplicates.values()) {
            if (how == Duplicates.ERROR) {
                continue;
            }
            Repair repair = new Repair(true, how, Optional.empty());
            Series s = read(table, day(repair, Gaps.ERROR), Missing.ERROR);
            double expected =
                    switch (how) {
                        case FIRST -> 2;
                        case LAST -> 4;
                        case MEAN -> 3;
                        case SUM -> 6;
                        case ERROR -> throw new AssertionError();
                    };
            assertThat(s.target()).containsExactly(1, expected, 3);
            assertThat(s.later(1)).contains("2024-01-04");
        }
    }

    @Test
    void rowsAreLaidOnAnEvenStep() {
        CsvTable table =
                table(
                        "id,day,y",
                        "a,2024-01-01 00:10,1",
                        "a,2024-01-01 00:50,3",
                        "a,2024-01-01 03:00,8",
                        "a,2024-01-01 04:59,9");
        Repair repair =
                new Repair(
                        false,
                        Duplicates.ERROR,
                        Optional.of(Resampling.parse("1h", Duplicates.MEAN)));
        Series s = read(table, day(repair, Gaps.ERROR), Missing.INTERPOLATE);
        assertThat(s.target()).containsExactly(2, 4, 6, 8, 9);
        assertThat(s.isFilled(1)).isTrue();
        assertThat(s.time(3)).isEqualTo("2024-01-01 03:00");
        assertThat(s.later(1)).contains("2024-01-01 05:00");
        assertThatThrownBy(() -> read(table, day(repair, Gaps.ERROR), Missing.ERROR))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no row lies in the step of '2024-01-01T01:00'")
                .hasMessageContaining("--missing interpolate");
        assertThatThrownBy(() -> Resampling.parse("1 fortnight", Duplicates.MEAN))
                .hasMessageContaining("15min");
        for (String step : List.of("15min", "2h", "1d", "1w", "3mo", "1y", "0.5")) {
            assertThat(Resampling.parse(step, Duplicates.SUM).step()).isEqualTo(step);
        }
    }

    @Test
    void weeksAndMonthsBeginWhereTheyDo() {
        CsvTable table = table("id,day,y", "a,2024-01-03,1", "a,2024-01-09,2", "a,2024-02-29,4");
        Repair weeks =
                new Repair(
                        false,
                        Duplicates.ERROR,
                        Optional.of(Resampling.parse("1w", Duplicates.SUM)));
        Series byWeek = read(table, day(weeks, Gaps.ERROR), Missing.INTERPOLATE);
        assertThat(byWeek.time(0)).isEqualTo("2024-01-01");
        assertThat(byWeek.time(1)).isEqualTo("2024-01-08");
        Repair months =
                new Repair(
                        false,
                        Duplicates.ERROR,
                        Optional.of(Resampling.parse("1mo", Duplicates.SUM)));
        Series byMonth = read(table, day(months, Gaps.ERROR), Missing.INTERPOLATE);
        assertThat(byMonth.target()).containsExactly(3, 4);
        assertThat(byMonth.time(1)).isEqualTo("2024-02-01");
    }

    /** On 27 October 2024 clocks in Berlin showed the hour from 2 to 3 twice. */
    @Test
    void theHourThatOccursTwiceIsReadTwiceInItsZone() {
        List<String> lines = new ArrayList<>();
        for (String hour : List.of("00", "01", "02", "02", "03", "04")) {
            lines.add("a,2024-10-27 " + hour + ":00," + lines.size());
        }
        CsvTable table = table("id,day,y", lines.toArray(String[]::new));
        assertThatThrownBy(() -> read(table, day(Repair.NONE, Gaps.ERROR), Missing.ERROR))
                .hasMessageContaining("--zone Europe/Berlin");
        Series.Time berlin =
                new Series.Time(
                        "day",
                        Gaps.ERROR,
                        TimeFormat.Order.RECOGNISED,
                        List.of(CalendarFeature.HOUR),
                        Optional.of(ZoneId.of("Europe/Berlin")),
                        Repair.NONE);
        Series s = read(table, berlin, Missing.ERROR);
        assertThat(s.rows()).isEqualTo(6);
        assertThat(s.pace().orElseThrow().seconds()).isEqualTo(3600);
        // the clock on the wall, for rows to come too
        assertThat(s.value(1, 3)).isCloseTo(Math.sin(2 * Math.PI * 2 / 24), within(1e-12));
        assertThat(s.value(1, 6)).isCloseTo(Math.sin(2 * Math.PI * 5 / 24), within(1e-12));
    }

    /** Days of 23 and 25 hours are days, and hours are hours. */
    @ParameterizedTest
    @CsvSource({
        "2024-03-30, 1d, 3, 24;23;24",
        "2024-10-26, 1d, 3, 24;25;24",
        "2024-10-26, 6h, 13, 6"
    })
    void stepsGoOnOverTheDaysOnWhichClocksAreSet(
            String first, String step, int rows, String counts) {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        ZonedDateTime at = LocalDate.parse(first).atStartOfDay(berlin);
        ZonedDateTime end = at.plusDays(3);
        List<String> lines = new ArrayList<>();
        for (; at.isBefore(end); at = at.plusHours(1)) {
            lines.add("a," + at.toOffsetDateTime() + ",1");
        }
        Series.Time time =
                new Series.Time(
                        "day",
                        Gaps.ERROR,
                        TimeFormat.Order.RECOGNISED,
                        List.of(),
                        Optional.of(berlin),
                        new Repair(
                                false,
                                Duplicates.ERROR,
                                Optional.of(Resampling.parse(step, Duplicates.SUM))));
        Series s = read(table("id,day,y", lines.toArray(String[]::new)), time, Missing.ERROR);
        assertThat(s.rows()).isEqualTo(rows);
        String[] expected = counts.split(";");
        for (int row = 1; row < s.rows() - 1; row++) {
            assertThat(s.value(0, row))
                    .isEqualTo(Double.parseDouble(expected[row % expected.length]));
        }
    }

    @Test
    void decimalCommasAreReadWhereTheyAreSaid() {
        CsvTable table = table("y", "1.5", "2");
        CsvTable comma =
                CsvTable.of(
                        new DataSource("test.csv", "", 0), Map.of("y", List.of("1,5", "-2,25")));
        assertThat(comma.numbers("y", true)).containsExactly(1.5, -2.25);
        assertThatThrownBy(() -> comma.numbers("y", false))
                .hasMessageContaining("say --decimal comma");
        assertThatThrownBy(() -> table.numbers("y", true))
                .hasMessageContaining("--decimal comma says that a comma");
    }
}
