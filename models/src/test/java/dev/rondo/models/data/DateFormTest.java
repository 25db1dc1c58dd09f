package dev.rondo.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every form is read again by java.time, which knows nothing of how it was written. */
class DateFormTest {
    private static final Pattern ORDINAL = Pattern.compile("(\\d+)(st|nd|rd|th)");

    /** The forms once more, in java.time's language; ordinals without their ending, no commas. */
    private static final Map<DateForm, String> PATTERNS =
            Map.ofEntries(
                    Map.entry(DateForm.ISO, "uuuu-MM-dd"),
                    Map.entry(DateForm.ISO_UNPADDED, "uuuu-M-d"),
                    Map.entry(DateForm.ISO_BASIC, "uuuuMMdd"),
                    Map.entry(DateForm.YEAR_FIRST_SLASHES, "uuuu/MM/dd"),
                    Map.entry(DateForm.YEAR_FIRST_WORDS, "uuuu MMM d"),
                    Map.entry(DateForm.DOTS, "dd.MM.uuuu"),
                    Map.entry(DateForm.DOTS_UNPADDED, "d.M.uuuu"),
                    Map.entry(DateForm.DOTS_SHORT_YEAR, "dd.MM.@"),
                    Map.entry(DateForm.DOTS_UNPADDED_SHORT_YEAR, "d.M.@"),
                    Map.entry(DateForm.WEEKDAY_DOTS, "EEE dd.MM.uuuu"),
                    Map.entry(DateForm.WEEKDAY_DOTS_SHORT_YEAR, "EEE d.M.@"),
                    Map.entry(DateForm.SLASHES, "MM/dd/uuuu"),
                    Map.entry(DateForm.SLASHES_UNPADDED, "M/d/uuuu"),
                    Map.entry(DateForm.SLASHES_SHORT_YEAR, "M/d/@"),
                    Map.entry(DateForm.WEEKDAY_SLASHES, "EEE M/d/uuuu"),
                    Map.entry(DateForm.DAY_MONTH, "d MMMM uuuu"),
                    Map.entry(DateForm.DAY_SHORT_MONTH, "d MMM uuuu"),
                    Map.entry(DateForm.DAY_DOT_MONTH, "d. MMMM uuuu"),
                    Map.entry(DateForm.DAY_MONTH_SHORT_YEAR, "d MMM @"),
                    Map.entry(DateForm.DAY_MONTH_APOSTROPHE, "d MMM ''@"),
                    Map.entry(DateForm.HYPHENS, "dd-MMM-uuuu"),
                    Map.entry(DateForm.HYPHENS_SHORT_YEAR, "dd-MMM-@"),
                    Map.entry(DateForm.SLASHES_WORDS, "dd/MMM/uuuu"),
                    Map.entry(DateForm.WEEKDAY_DAY_MONTH, "EEEE d MMMM uuuu"),
                    Map.entry(DateForm.SHORT_WEEKDAY_DAY_MONTH, "EEE d MMM uuuu"),
                    Map.entry(DateForm.MONTH_DAY, "MMMM d uuuu"),
                    Map.entry(DateForm.SHORT_MONTH_DAY, "MMM d uuuu"),
                    Map.entry(DateForm.SHORT_MONTH_DOT_DAY, "MMM. d uuuu"),
                    Map.entry(DateForm.MONTH_DAY_SHORT_YEAR, "MMMM d @"),
                    Map.entry(DateForm.MONTH_ORDINAL, "MMMM d uuuu"),
                    Map.entry(DateForm.MONTH_THE_ORDINAL, "MMMM 'the' d uuuu"),
                    Map.entry(DateForm.WEEKDAY_MONTH_DAY, "EEEE MMMM d uuuu"),
                    Map.entry(DateForm.SHORT_WEEKDAY_MONTH_DAY, "EEE MMM d uuuu"),
                    Map.entry(DateForm.ORDINAL_MONTH, "d MMMM uuuu"),
                    Map.entry(DateForm.ORDINAL_OF_MONTH, "d 'of' MMMM uuuu"),
                    Map.entry(DateForm.THE_ORDINAL_OF_MONTH, "'the' d 'of' MMMM uuuu"),
                    Map.entry(DateForm.ORDINAL_OF_SHORT_MONTH_SHORT_YEAR, "d 'of' MMM @"),
                    Map.entry(DateForm.WEEKDAY_ORDINAL_OF_MONTH, "EEEE d 'of' MMMM uuuu"),
                    Map.entry(
                            DateForm.WEEKDAY_THE_ORDINAL_OF_MONTH, "EEEE 'the' d 'of' MMMM uuuu"));

    private static final Map<DateForm, DateTimeFormatter> READERS = readers();

    private static Map<DateForm, DateTimeFormatter> readers() {
        Map<DateForm, DateTimeFormatter> m = new HashMap<>();
        PATTERNS.forEach(
                (form, pattern) -> {
                    boolean pivot = pattern.endsWith("@");
                    DateTimeFormatterBuilder b =
                            new DateTimeFormatterBuilder()
                                    .parseCaseInsensitive()
                                    .appendPattern(pattern.replace("@", ""));
                    if (pivot) {
                        b.appendValueReduced(ChronoField.YEAR, 2, 2, 1969);
                    }
                    // strict: a weekday that does not belong to the date is refused
                    m.put(form, b.toFormatter(Locale.US).withResolverStyle(ResolverStyle.STRICT));
                });
        return m;
    }

    static LocalDate read(DateForm form, String written) {
        Matcher m = ORDINAL.matcher(written.replace(",", "").toLowerCase(Locale.ROOT));
        String plain =
                m.replaceAll(
                        r -> {
                            assertThat(r.group(2)).isEqualTo(ending(Integer.parseInt(r.group(1))));
                            return r.group(1);
                        });
        return LocalDate.parse(plain, READERS.get(form));
    }

    private static String ending(int day) {
        return switch (day) {
            case 1, 21, 31 -> "st";
            case 2, 22 -> "nd";
            case 3, 23 -> "rd";
            default -> "th";
        };
    }

    @Test
    void everyFormIsReadByThisTest() {
        assertThat(PATTERNS.keySet()).isEqualTo(EnumSet.allOf(DateForm.class));
        assertThat(DateForm.values()).hasSizeGreaterThanOrEqualTo(20);
    }

    @Test
    void javaReadsEveryFormOfEveryFewthDayAsTheSameDate() {
        SplittableRandom random = new SplittableRandom(4);
        long end = LocalDate.of(2099, 12, 31).toEpochDay();
        for (long day = LocalDate.of(1900, 1, 1).toEpochDay(); day <= end; day += 17) {
            LocalDate date = LocalDate.ofEpochDay(day);
            for (DateForm form : DateForm.values()) {
                if (form.canWrite(date)) {
                    String written = form.write(date, random);
                    assertThat(read(form, written)).as(written).isEqualTo(date);
                }
            }
        }
    }

    /** Were a text to mean two dates, no model could learn it. */
    @Property(tries = 300)
    void noTextMeansTwoDates(@ForAll long seed) {
        Map<String, LocalDate> meaning = new HashMap<>();
        SplittableRandom random = new SplittableRandom(seed);
        // days close together, where forms could be confused
        int year = 2000 + random.nextInt(13);
        for (int i = 0; i < 300; i++) {
            LocalDate date =
                    LocalDate.of(year, random.nextInt(1, 13), random.nextInt(1, 13))
                            .plusYears(random.nextInt(3));
            DateForm form = DateForm.values()[random.nextInt(DateForm.values().length)];
            String written = form.write(date, random).toLowerCase(Locale.ROOT);
            LocalDate before = meaning.put(written, date);
            assertThat(before == null || before.equals(date)).as(written).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ORDINAL_OF_MONTH|2021-05-03|3rd of May 2021",
                "WEEKDAY_DOTS|1999-06-12|Sat 12.06.1999",
                "MONTH_DAY_SHORT_YEAR|1970-06-05|June 5, 70",
                "SLASHES_UNPADDED|2003-05-17|5/17/2003",
                "ISO|2003-05-17|2003-05-17",
                "DAY_MONTH_SHORT_YEAR|2003-05-17|17 May 03",
                "WEEKDAY_DAY_MONTH|1997-03-03|Monday, 3 March 1997",
                "THE_ORDINAL_OF_MONTH|1984-05-03|the 3rd of May, 1984",
                "DOTS_SHORT_YEAR|2068-01-31|31.01.68",
                "SLASHES_SHORT_YEAR|1969-01-31|1/31/69",
            })
    void theExamplesAreWrittenSo(DateForm form, LocalDate date, String written) {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 200; i++) {
            if (form.write(date, random).equals(written)) {
                return;
            }
        }
        throw new AssertionError(form + " never wrote " + written);
    }

    @Test
    void twoDigitsCannotSayEveryYear() {
        assertThat(DateForm.DOTS_SHORT_YEAR.canWrite(LocalDate.of(1968, 12, 31))).isFalse();
        assertThat(DateForm.DOTS_SHORT_YEAR.canWrite(LocalDate.of(1969, 1, 1))).isTrue();
        assertThat(DateForm.DOTS_SHORT_YEAR.canWrite(LocalDate.of(2068, 12, 31))).isTrue();
        assertThat(DateForm.DOTS_SHORT_YEAR.canWrite(LocalDate.of(2069, 1, 1))).isFalse();
        assertThatThrownBy(
                        () ->
                                DateForm.DOTS_SHORT_YEAR.write(
                                        LocalDate.of(1900, 1, 1), new SplittableRandom(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1969 to 2068");
    }
}
