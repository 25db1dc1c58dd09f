package dev.rondo.cli.command;

import dev.rondo.cli.Console;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.bench.ResultDirectory;
import dev.rondo.cli.bench.merge.Merge;
import dev.rondo.cli.bench.merge.MergePage;
import dev.rondo.cli.bench.merge.MergeTable;
import dev.rondo.cli.show.Illustrator;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Options that put results of several machines side by side. */
final class MergeOptions {
    @Option(
            names = "--merge",
            arity = "1..*",
            paramLabel = "DIR",
            description = {
                "Times nothing: puts results of suites into one table, a column for each directory and"
                        + " device; with --output also on a page."
            })
    private List<Path> directories = List.of();

    @Option(
            names = "--baseline",
            paramLabel = "COLUMN",
            description = {
                "With --merge: the column that the others are compared with, by the name in the"
                        + " table's first line, such as 'before simd:cpu' (default: the first)."
            })
    private String baseline;

    /** Whether this is requested. Refuses options that have no place beside it, or without it. */
    boolean given(CommandSpec command) {
        if (directories.isEmpty()) {
            MatchedOptions.refuse(command, "is for --merge; add --merge", "--baseline");
            return false;
        }
        MatchedOptions.refuseAllBut(
                command,
                "has no place beside --merge, which times nothing",
                "--merge",
                "--baseline",
                "--output",
                "--debug");
        return true;
    }

    /** Prints the table, and writes the page where there is an output. */
    void run(Optional<Path> output, Console console) throws IOException {
        for (Path o : output.stream().toList()) {
            if (Files.exists(o.resolve(ResultDirectory.RESULTS))) {
                throw new UsageException(
                        o + " holds results, and its page; choose another --output");
            }
        }
        Merge merge = Merge.of(directories, Optional.ofNullable(baseline));
        MergeTable.lines(merge).forEach(console.out()::println);
        for (Path o : output.stream().toList()) {
            Path page = MergePage.write(merge, o, new Illustrator(console::warn));
            console.note("The page is " + page + ".");
        }
    }
}
