package dev.rondo.models.data;

import java.time.LocalDate;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * A way in which people write a date. Dots mean that the day comes first, slashes that the month
 * does; where the year comes first, month and day follow. A year of two digits is that of POSIX: 69
 * to 99 are 1969 to 1999, 00 to 68 are 2000 to 2068. Letters may be written small or large.
 */
public enum DateForm {
    /** 2003-05-17. */
    ISO("%Y-%m-%d"),
    /** 2003-5-7. */
    ISO_UNPADDED("%Y-%n-%e"),
    /** 20030517. */
    ISO_BASIC("%Y%m%d"),
    /** 2003/05/17. */
    YEAR_FIRST_SLASHES("%Y/%m/%d"),
    /** 2003 May 17. */
    YEAR_FIRST_WORDS("%Y %b %e"),

    /** 17.05.2003. */
    DOTS("%d.%m.%Y"),
    /** 7.5.2003. */
    DOTS_UNPADDED("%e.%n.%Y"),
    /** 17.05.03. */
    DOTS_SHORT_YEAR("%d.%m.%y"),
    /** 7.5.03. */
    DOTS_UNPADDED_SHORT_YEAR("%e.%n.%y"),
    /** Sat 17.05.2003. */
    WEEKDAY_DOTS("%a %d.%m.%Y"),
    /** Sat, 7.5.03. */
    WEEKDAY_DOTS_SHORT_YEAR("%a,? %e.%n.%y"),

    /** 05/17/2003. */
    SLASHES("%m/%d/%Y"),
    /** 5/7/2003. */
    SLASHES_UNPADDED("%n/%e/%Y"),
    /** 5/7/03. */
    SLASHES_SHORT_YEAR("%n/%e/%y"),
    /** Sat 5/17/2003. */
    WEEKDAY_SLASHES("%a %n/%e/%Y"),

    /** 17 May 2003. */
    DAY_MONTH("%e %B %Y"),
    /** 17 Sep 2003. */
    DAY_SHORT_MONTH("%e %b %Y"),
    /** 17. September 2003. */
    DAY_DOT_MONTH("%e. %B %Y"),
    /** 17 May 03. */
    DAY_MONTH_SHORT_YEAR("%e %b %y"),
    /** 17 May '03. */
    DAY_MONTH_APOSTROPHE("%e %b '%y"),
    /** 17-Sep-2003. */
    HYPHENS("%d-%b-%Y"),
    /** 17-Sep-03. */
    HYPHENS_SHORT_YEAR("%d-%b-%y"),
    /** 17/Sep/2003. */
    SLASHES_WORDS("%d/%b/%Y"),
    /** Saturday, 17 May 2003. */
    WEEKDAY_DAY_MONTH("%A,? %e %B %Y"),
    /** Sat, 17 May 2003. */
    SHORT_WEEKDAY_DAY_MONTH("%a,? %e %b %Y"),

    /** May 17, 2003. */
    MONTH_DAY("%B %e,? %Y"),
    /** Sep 17 2003. */
    SHORT_MONTH_DAY("%b %e,? %Y"),
    /** Sep. 17, 2003. */
    SHORT_MONTH_DOT_DAY("%b. %e,? %Y"),
    /** june 5, 70. */
    MONTH_DAY_SHORT_YEAR("%B %e, %y"),
    /** May 17th, 2003. */
    MONTH_ORDINAL("%B %o,? %Y"),
    /** May the 17th, 2003. */
    MONTH_THE_ORDINAL("%B the %o,? %Y"),
    /** Saturday, May 17, 2003. */
    WEEKDAY_MONTH_DAY("%A,? %B %e,? %Y"),
    /** Sat, Sep 17, 2003. */
    SHORT_WEEKDAY_MONTH_DAY("%a,? %b %e,? %Y"),

    /** 17th May 2003. */
    ORDINAL_MONTH("%o %B %Y"),
    /** 3rd of May 2021. */
    ORDINAL_OF_MONTH("%o of %B,? %Y"),
    /** the 17th of May, 2003. */
    THE_ORDINAL_OF_MONTH("the %o of %B,? %Y"),
    /** 17th of Sep 03. */
    ORDINAL_OF_SHORT_MONTH_SHORT_YEAR("%o of %b %y"),
    /** Saturday 17th of May, 2003. */
    WEEKDAY_ORDINAL_OF_MONTH("%A,? %o of %B,? %Y"),
    /** Saturday the 17th of May, 2003. */
    WEEKDAY_THE_ORDINAL_OF_MONTH("%A,? the %o of %B,? %Y");

    /** First year that two digits can mean. */
    public static final int FIRST_SHORT_YEAR = 1969;

    /** Last year that two digits can mean. */
    public static final int LAST_SHORT_YEAR = 2068;

    private static final String[] MONTHS = {
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December"
    };
    private static final String[] WEEKDAYS = {
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
    };

    private final String pattern;

    /**
     * A form.
     *
     * @param pattern %Y and %y are the year with four and two digits; %m and %n the month with two
     *     digits and with as many as it needs; %B and %b its name and the first three letters; %d,
     *     %e and %o the day with two digits, with as many as it needs, and as an ordinal; %A and %a
     *     the weekday and its first three letters; what stands before a question mark may be left
     *     out
     */
    DateForm(String pattern) {
        this.pattern = pattern;
    }

    /** Whether the year has two digits. */
    public boolean hasShortYear() {
        return pattern.contains("%y");
    }

    /** Whether a date can be written so that its year is clear. */
    public boolean canWrite(LocalDate date) {
        return !hasShortYear()
                || date.getYear() >= FIRST_SHORT_YEAR && date.getYear() <= LAST_SHORT_YEAR;
    }

    /**
     * Writes a date, of a year from 1000 to 9999.
     *
     * @param random decides what is left open: commas, small and large letters
     * @throws IllegalArgumentException when the form cannot write this date
     */
    public String write(LocalDate date, RandomGenerator random) {
        if (!canWrite(date)) {
            throw new IllegalArgumentException(
                    "two digits cannot say the year of "
                            + date
                            + ", only those from "
                            + FIRST_SHORT_YEAR
                            + " to "
                            + LAST_SHORT_YEAR);
        }
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '%') {
                append(s, pattern.charAt(++i), date);
            } else if (i + 1 < pattern.length() && pattern.charAt(i + 1) == '?') {
                i++;
                if (random.nextBoolean()) {
                    s.append(c);
                }
            } else {
                s.append(c);
            }
        }
        return switch (random.nextInt(4)) {
            case 0 -> s.toString().toLowerCase(Locale.ROOT);
            case 1 -> s.toString().toUpperCase(Locale.ROOT);
            default -> s.toString();
        };
    }

    private static void append(StringBuilder s, char field, LocalDate date) {
        int day = date.getDayOfMonth();
        int month = date.getMonthValue();
        String monthName = MONTHS[month - 1];
        String weekday = WEEKDAYS[date.getDayOfWeek().getValue() - 1];
        switch (field) {
            case 'Y' -> s.append(date.getYear());
            case 'y' -> twoDigits(s, date.getYear() % 100);
            case 'm' -> twoDigits(s, month);
            case 'n' -> s.append(month);
            case 'B' -> s.append(monthName);
            case 'b' -> s.append(monthName, 0, 3);
            case 'd' -> twoDigits(s, day);
            case 'e' -> s.append(day);
            case 'o' -> s.append(day).append(ordinal(day));
            case 'A' -> s.append(weekday);
            case 'a' -> s.append(weekday, 0, 3);
            default -> throw new AssertionError("no such field: %" + field);
        }
    }

    private static void twoDigits(StringBuilder s, int n) {
        s.append((char) ('0' + n / 10)).append((char) ('0' + n % 10));
    }

    private static String ordinal(int day) {
        if (day / 10 == 1) {
            return "th";
        }
        return switch (day % 10) {
            case 1 -> "st";
            case 2 -> "nd";
            case 3 -> "rd";
            default -> "th";
        };
    }
}
