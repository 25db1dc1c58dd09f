package dev.rondo.cli.command;

import dev.rondo.cli.Console;
import dev.rondo.cli.bench.GrowthPoint;
import dev.rondo.cli.bench.GrowthRun;
import dev.rondo.cli.bench.GrowthSeries;
import dev.rondo.cli.bench.GrowthTable;

import java.util.function.Consumer;

/**
 * Prints what a growth run tells: the results, as a table or as JSON lines, and notes, which are
 * beside the lines.
 */
record GrowthReport(Console console, boolean json) implements GrowthRun.Listener {
    /** Begins the table. */
    void head() {
        if (!json) {
            result(GrowthTable.head());
        }
    }

    @Override
    public void point(GrowthPoint point) {
        result(json ? point.json() : GrowthTable.row(point));
    }

    @Override
    public void end(GrowthSeries series) {
        note(GrowthTable.end(series));
    }

    /** What all series together show. */
    void summary(GrowthRun run) {
        if (json) {
            run.series().stream().map(GrowthSeries::json).forEach(this::result);
        } else {
            GrowthTable.exponents(run.series()).forEach(this::result);
        }
        run.notes().forEach(this::note);
    }

    /** A line that is no result. */
    void note(String line) {
        Consumer<String> notes = json ? console::note : console.out()::println;
        notes.accept(line);
    }

    private void result(Object line) {
        console.out().println(line);
        console.out().check();
    }
}
