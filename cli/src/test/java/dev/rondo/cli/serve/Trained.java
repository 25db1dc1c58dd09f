package dev.rondo.cli.serve;

import dev.rondo.cli.CommandLineRun;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Small run directories of each kind. */
final class Trained {
    private static final String SIZE = " --hidden 6 --steps 2 --batch 2 --backend scalar --output ";

    private static final String FORM = " --target y --window 4 --horizon 2 --csv";

    private Trained() {}

    /** The files of what was trained already, by how it was trained: it takes a second. */
    private static final Map<String, Map<String, byte[]>> KNOWN = new ConcurrentHashMap<>();

    /** A language model of the letters a to f. */
    static Path text(Path directory) {
        return trained(
                directory,
                "train text --sequence 8 --embedding 3 --text",
                "ab cd ef fa. ".repeat(60));
    }

    /** A forecaster of y from y and x: a window of 4 rows, 2 rows after it. */
    static Path series(Path directory) {
        return series(directory, "x");
    }

    /** One with another name for x, without a comma. */
    static Path series(Path directory, String feature) {
        return trained(directory, "train series" + FORM, rows(feature), "--features", feature);
    }

    /** A forecaster of y from y alone that draws paths. */
    static Path paths(Path directory) {
        return trained(directory, "train series --loss gaussian --paths 5" + FORM, rows("x"));
    }

    private static String rows(String feature) {
        return IntStream.range(0, 80)
                .mapToObj(i -> String.format(Locale.ROOT, "%d,%.3f", i % 7, Math.sin(i)))
                .collect(Collectors.joining("\n", feature + ",y\n", "\n"));
    }

    /** A forecaster of the sales of shops, which have days, names, a kind and holidays. */
    static Path panel(Path directory) {
        String rows =
                IntStream.range(0, 80)
                        .mapToObj(
                                i ->
                                        String.format(
                                                Locale.ROOT,
                                                "%s,%s,%s,%s,%.3f",
                                                LocalDate.EPOCH.plusDays(i % 40),
                                                i < 40 ? "east" : "west",
                                                i < 40 ? "small shop" : "big shop",
                                                i % 9 == 0 ? "All Saints" : "",
                                                Math.sin(i)))
                        .collect(Collectors.joining("\n"));
        return trained(
                directory,
                "train series --target sold --id shop --time day --static kind --holidays feast"
                        + " --window 4 --horizon 2 --csv",
                "day,shop,kind,feast,sold\n" + rows + "\n");
    }

    /** An encoder-decoder of numbers. */
    static Path pairs(Path directory) {
        String rows =
                IntStream.range(0, 60)
                        .mapToObj(i -> i + "\t" + i)
                        .collect(Collectors.joining("\n"));
        return trained(directory, "train pairs --embedding 2 --tsv", rows + "\n");
    }

    /** A classifier of texts, which reads their first 20 words from both ends. */
    static Path classes(Path directory) {
        return classes(directory, "bad");
    }

    /** One with another name for the class bad, without a comma. */
    static Path classes(Path directory, String bad) {
        String rows =
                IntStream.range(0, 40)
                        .mapToObj(
                                i ->
                                        "a day no %d and %s,%s"
                                                .formatted(
                                                        i % 3,
                                                        i % 2 == 0 ? "good" : "bad",
                                                        i % 2 == 0 ? "good" : bad))
                        .collect(Collectors.joining("\n"));
        return trained(
                directory,
                "train classes --longest 20 --bidirectional --pooling attention --embedding 3"
                        + " --text text --class class --csv",
                "text,class\n" + rows + "\n");
    }

    /** A classifier of sequences of two numbers a step. */
    static Path numbers(Path directory) {
        String rows =
                IntStream.range(0, 160)
                        .mapToObj(
                                i ->
                                        String.format(
                                                Locale.ROOT,
                                                "s%d,%d,%.3f,%d,%s",
                                                i / 4,
                                                i % 4,
                                                Math.sin(i),
                                                i % 5,
                                                i / 4 % 2 == 0 ? "up" : "down"))
                        .collect(Collectors.joining("\n"));
        return trained(
                directory,
                "train classes --id id --time time --values x,y --class class --csv",
                "id,time,x,y,class\n" + rows + "\n");
    }

    private static Path trained(Path directory, String words, String data, String... further) {
        String how = words + data + List.of(further);
        try {
            if (KNOWN.containsKey(how)) {
                for (var file : KNOWN.get(how).entrySet()) {
                    Path path = directory.resolve(file.getKey());
                    Files.createDirectories(path.getParent());
                    Files.write(path, file.getValue());
                }
                return directory;
            }
            Path file = Files.createTempFile(directory.getParent(), "data", "");
            run(words + " " + Files.writeString(file, data), directory, further);
            Map<String, byte[]> files = new LinkedHashMap<>();
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path path : all.filter(Files::isRegularFile).toList()) {
                    files.put(directory.relativize(path).toString(), Files.readAllBytes(path));
                }
            }
            KNOWN.put(how, files);
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(String words, Path directory, String... further) {
        List<String> all = new ArrayList<>(List.of((words + SIZE).strip().split(" ")));
        all.add(directory.toString());
        all.addAll(List.of(further));
        CommandLineRun run = CommandLineRun.of(all.toArray(String[]::new));
        if (run.code() != 0) {
            throw new AssertionError(run.err());
        }
    }
}
