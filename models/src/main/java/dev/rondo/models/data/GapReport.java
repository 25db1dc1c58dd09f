package dev.rondo.models.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is said of the gaps in a column of times. */
final class GapReport {
    /** Gaps that are named; the others are counted. */
    private static final int NAMED = 3;

    private final CsvTable table;
    private final String column;
    private final List<String> texts;
    private final TimeGaps gaps;

    GapReport(CsvTable table, String column, TimeGaps gaps) {
        this.table = table;
        this.column = column;
        this.texts = table.texts(column);
        this.gaps = gaps;
    }

    /**
     * Takes the gaps as it was chosen.
     *
     * @return what the user should know
     * @throws DataException when there are some and they are not to be, or when they cannot be
     *     filled
     */
    List<String> judge(Gaps choice) {
        List<String> remarks = new ArrayList<>();
        if (!gaps.rhythm().isRegular()) {
            irregular(choice, remarks);
        }
        if (gaps.forward() > 0) {
            remarks.add(
                    String.format(
                            Locale.ROOT,
                            "column '%s': clocks were set forward, %s; the time they leave out is"
                                    + " no gap",
                            column,
                            Words.count(gaps.forward(), "time")));
        }
        if (!gaps.gaps().isEmpty()) {
            remarks.add(String.format(Locale.ROOT, "column '%s': %s", column, judged(choice)));
        }
        return List.copyOf(remarks);
    }

    private void irregular(Gaps choice, List<String> remarks) {
        Rhythm rhythm = gaps.rhythm();
        String said =
                String.format(
                        Locale.ROOT,
                        "column '%s': %,d of %,d rows are %s after the one before, too few for a"
                                + " regular step",
                        column,
                        rhythm.joined(),
                        rhythm.pairs(),
                        rhythm.interval());
        switch (choice) {
            case ERROR -> remarks.add(said + ", so gaps were not looked for");
            case ALLOW -> {}
            case FILL ->
                    throw new DataException(
                            table
                                    + ", "
                                    + said
                                    + ", so it is not known what is missing. Leave out --gaps fill");
        }
    }

    private String judged(Gaps choice) {
        List<TimeGaps.Gap> all = gaps.gaps();
        return switch (choice) {
            case ALLOW -> found(all) + "; the rows beside a gap count as neighbours";
            case FILL -> {
                if (TimeGaps.missing(all) > texts.size()) {
                    throw refused(all, "That is more than there are: do not fill them in");
                }
                yield found(all) + "; they were filled in, on a straight line";
            }
            case ERROR -> {
                List<TimeGaps.Gap> unusual = all.stream().filter(g -> !g.usual()).toList();
                if (!unusual.isEmpty()) {
                    throw refused(
                            unusual,
                            "Complete the file, or choose --gaps allow (the rows beside a gap count"
                                    + " as neighbours) or --gaps fill (rows are put in, on a straight"
                                    + " line)");
                }
                yield found(all) + "; they are taken for holidays";
            }
        };
    }

    private DataException refused(List<TimeGaps.Gap> some, String remedy) {
        return new DataException(
                String.format(
                        Locale.ROOT,
                        "%s, column '%s': %s. %s",
                        table,
                        column,
                        found(some),
                        remedy));
    }

    /** How many rows are missing, and where. */
    private String found(List<TimeGaps.Gap> some) {
        List<String> named = new ArrayList<>(some.stream().limit(NAMED).map(this::place).toList());
        if (some.size() > NAMED) {
            TimeGaps.Gap longest = some.getFirst();
            for (TimeGaps.Gap gap : some) {
                longest = gap.missing() > longest.missing() ? gap : longest;
            }
            named.add("…, at most " + place(longest));
        }
        return String.format(
                Locale.ROOT,
                "rows are %s apart, and in %s %,.0f %s missing: %s",
                gaps.rhythm().interval(),
                Words.count(some.size(), "gap"),
                TimeGaps.missing(some),
                TimeGaps.missing(some) == 1 ? "is" : "are",
                String.join(", ", named));
    }

    private String place(TimeGaps.Gap gap) {
        return String.format(
                Locale.ROOT,
                "%,d after '%s' (line %d)",
                gap.missing(),
                texts.get(gap.row()),
                table.line(gap.row()));
    }
}
