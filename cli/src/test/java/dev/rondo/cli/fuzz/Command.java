package dev.rondo.cli.fuzz;

import dev.rondo.cli.CommandLineRun;
import dev.rondo.models.checkpoint.CheckpointException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A command line on a bad file: it must succeed, or say why not in its last line. */
final class Command {
    private Command() {}

    /**
     * Runs it.
     *
     * @param output where it writes, if anything; deleted afterwards
     * @param writes whether it writes there
     * @throws CheckpointException when it refused the file in words
     */
    static void run(Path output, boolean writes, List<String> words) throws IOException {
        CommandLineRun run = CommandLineRun.of(words.toArray(String[]::new));
        boolean written = Files.exists(output);
        delete(output);
        if (run.code() == 0) {
            if (written != writes) {
                throw new AssertionError("no result: " + run.err());
            }
            return;
        }
        // a training that diverges has made its directory
        if (written && !words.getFirst().equals("train")) {
            throw new AssertionError("it failed and wrote something: " + run.err());
        }
        List<String> errors =
                run.errLines().stream()
                        .filter(line -> line.startsWith("rondo: "))
                        .filter(line -> !line.startsWith("rondo: warning: "))
                        .toList();
        if (errors.size() != 1
                || !run.errLines().getLast().equals(errors.getFirst())
                || run.err().contains("should not have happened")
                || run.err().contains("out of memory")) {
            throw new AssertionError("no clear error of one line: " + run.err());
        }
        throw new CheckpointException(run.err());
    }

    static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            all.sorted(Comparator.reverseOrder())
                    .forEach(
                            p -> {
                                try {
                                    Files.delete(p);
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
        }
    }
}
