package dev.rondo.cli.bench.merge;

import dev.rondo.cli.UsageException;
import dev.rondo.cli.bench.ResultDirectory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Directories with results, and a name for each. */
final class ResultDirectories {
    private ResultDirectories() {}

    /**
     * The files of results by the names of their directories: the last part of each path, or the
     * whole path as it was given where two have the same last part.
     *
     * @throws UsageException when one is no directory with results, or is there twice
     */
    static Map<String, Path> named(List<Path> directories) throws IOException {
        List<Path> real = new ArrayList<>();
        for (Path d : directories) {
            check(d);
            if (real.contains(d.toRealPath())) {
                throw new UsageException(
                        "--merge names the directory " + d + " twice; name each once");
            }
            real.add(d.toRealPath());
        }
        List<String> last = real.stream().map(ResultDirectories::lastPart).toList();
        Map<String, Path> named = new LinkedHashMap<>();
        for (int i = 0; i < real.size(); i++) {
            String name = last.get(i);
            boolean alone = last.stream().filter(name::equals).count() == 1;
            named.put(
                    alone ? name : directories.get(i).toString(),
                    directories.get(i).resolve(ResultDirectory.RESULTS));
        }
        return named;
    }

    private static String lastPart(Path real) {
        Path name = real.getFileName();
        return name == null ? real.toString() : name.toString();
    }

    private static void check(Path d) {
        if (!Files.isDirectory(d)) {
            throw new UsageException(
                    "--merge: there is no directory "
                            + d
                            + "; name directories that rondo bench --output wrote");
        }
        if (!Files.exists(d.resolve(ResultDirectory.RESULTS))) {
            throw new UsageException(
                    "--merge: "
                            + d
                            + " has no "
                            + ResultDirectory.RESULTS
                            + "; name directories that rondo bench --output wrote");
        }
    }
}
