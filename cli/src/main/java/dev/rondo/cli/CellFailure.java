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

/** Distinguishes failures in cells of other modules from failures in Rondo. */
final class CellFailure {
    private CellFailure() {}

    /**
     * A description of the cell in whose code, or in code that it called, a failure was thrown;
     * empty when it was in no such cell.
     */
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

    /**
     * Names the cells of a jar. A jar may have several, and does not say which of them its other
     * classes belong to.
     */
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
