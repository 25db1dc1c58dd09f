package dev.rondo.cli;

import dev.rondo.models.cell.CellKind;
import dev.rondo.models.cell.Cells;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells failures within cells of other modules from those of Rondo. */
final class CellFailure {
    private CellFailure() {}

    /** Which cell's code something was thrown in, or in what that called; empty where in none's. */
    static Optional<String> of(Throwable failure) {
        List<CellKind> others =
                Cells.all().stream()
                        .filter(k -> !source(k.getClass()).equals(source(Cells.class)))
                        .toList();
        return Stream.of(failure.getStackTrace())
                .flatMap(frame -> others.stream().filter(k -> isOf(k, frame.getClassName())))
                .findFirst()
                .map(kind -> told(source(kind.getClass()).orElseThrow(), others, failure));
    }

    private static boolean isOf(CellKind kind, String className) {
        try {
            Class<?> type = Class.forName(className, false, kind.getClass().getClassLoader());
            Optional<CodeSource> own = source(kind.getClass());
            return own.isPresent() && own.equals(source(type));
        } catch (ClassNotFoundException | LinkageError _) {
            return false; // of another loader
        }
    }

    private static Optional<CodeSource> source(Class<?> type) {
        return Optional.ofNullable(type.getProtectionDomain().getCodeSource());
    }

    /** A jar may have several cells, and does not say which of them its other classes belong to. */
    private static String told(CodeSource source, List<CellKind> others, Throwable failure) {
        String names =
                others.stream()
                        .filter(k -> source(k.getClass()).filter(source::equals).isPresent())
                        .map(k -> "'" + k.id() + "'")
                        .collect(Collectors.joining(" or "));
        return "the cell " + names + " of " + file(source.getLocation()) + " failed: " + failure;
    }

    private static String file(URL location) {
        try {
            return Path.of(location.toURI()).getFileName().toString();
        } catch (URISyntaxException | RuntimeException _) {
            return location.toString(); // no file
        }
    }
}
