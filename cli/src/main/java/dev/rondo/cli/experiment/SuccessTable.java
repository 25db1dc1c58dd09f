package dev.rondo.cli.experiment;

import dev.rondo.cli.show.page.Block;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How many seeds of each row solved each lag or length, as a table and as a chart. Trials have the
 * measured values {@code solved} and {@code updates}.
 *
 * @param what a lag or length is called
 * @param lengths the lags or lengths
 * @param rows what is compared
 * @param results all of them
 */
record SuccessTable(String what, List<Integer> lengths, List<Row> rows, Results results) {
    Block block() {
        List<String> header = new ArrayList<>(List.of("network"));
        lengths.forEach(l -> header.add(what + " " + l));
        List<List<String>> table = new ArrayList<>();
        for (Row row : rows) {
            List<String> cells = new ArrayList<>(List.of(row.name()));
            lengths.forEach(l -> cells.add(cell(results.of(row).of(l))));
            table.add(cells);
        }
        return new Block.Table(header, table);
    }

    private static String cell(Results of) {
        if (of.count() == 0) {
            return "";
        }
        int solved = of.count("solved");
        Results good = new Results(of.finite().filter(r -> r.measured().flag("solved")).toList());
        String words = solved + "/" + of.count();
        if (solved > 0) {
            words += String.format(Locale.ROOT, " (%.0f)", good.median("updates"));
        }
        int diverged = of.diverged().size();
        return diverged == 0 ? words : words + ", " + diverged + " diverged";
    }

    Block drawing() {
        return new LengthChart("Success rate by " + what, "% of seeds", lengths, rows, results)
                .of(
                        at -> 100.0 * at.count("solved") / at.count(),
                        "Part of the seeds that solved the task, for each "
                                + what
                                + "; where there is no bar, none did.");
    }

    /**
     * The longest lag or length up to which at least such a part of a row's seeds solved every one;
     * "none" if there is none.
     */
    String longest(Row row, double part) {
        int longest = 0;
        for (int length : lengths.stream().sorted().toList()) {
            Results at = results.of(row).of(length);
            if (at.count() == 0 || at.count("solved") < part * at.count()) {
                break;
            }
            longest = length;
        }
        return longest == 0 ? "none" : Integer.toString(longest);
    }
}
