package dev.rondo.cli.serve;

import dev.rondo.cli.CommandLineRun;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Small run directories of each kind. */
final class Trained {
    private static final String SIZE = " --hidden 6 --steps 2 --batch 2 --backend scalar --output ";

    private Trained() {}

    /** A language model of the letters a to f. */
    static Path text(Path directory) {
        Path text = written(directory, "ab cd ef fa. ".repeat(60));
        return run("train text --sequence 8 --embedding 3 --text " + text, directory);
    }

    /** A forecaster of y from y and x: a window of 4 rows, 2 rows after it. */
    static Path series(Path directory) {
        return series(directory, "x");
    }

    /** One with another name for x, without a comma. */
    static Path series(Path directory, String feature) {
        String rows =
                IntStream.range(0, 80)
                        .mapToObj(i -> String.format(Locale.ROOT, "%d,%.3f", i % 7, Math.sin(i)))
                        .collect(Collectors.joining("\n"));
        Path csv = written(directory, feature + ",y\n" + rows + "\n");
        String words = "train series --target y --window 4 --horizon 2 --csv " + csv;
        return run(words, directory, "--features", feature);
    }

    /** An encoder-decoder of numbers. */
    static Path pairs(Path directory) {
        String rows =
                IntStream.range(0, 60)
                        .mapToObj(i -> i + "\t" + i)
                        .collect(Collectors.joining("\n"));
        Path tsv = written(directory, rows + "\n");
        return run("train pairs --embedding 2 --tsv " + tsv, directory);
    }

    private static Path written(Path directory, String text) {
        try {
            return Files.writeString(Files.createTempFile(directory.getParent(), "data", ""), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path run(String words, Path directory, String... further) {
        List<String> all = new ArrayList<>(List.of((words + SIZE).strip().split(" ")));
        all.add(directory.toString());
        all.addAll(List.of(further));
        CommandLineRun run = CommandLineRun.of(all.toArray(String[]::new));
        if (run.code() != 0) {
            throw new AssertionError(run.err());
        }
        return directory;
    }
}
