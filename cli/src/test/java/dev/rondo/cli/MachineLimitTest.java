package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.backend.BackendException;
import dev.rondo.models.data.DataException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystemException;
import java.util.stream.Stream;

/** Failures that come from a limit of the machine name it and the way to raise it. */
class MachineLimitTest {
    static Stream<Arguments> failures() {
        String files = "Too many open files";
        return Stream.of(
                Arguments.of(
                        new UnsatisfiedLinkError("libnio.so: cannot open it: " + files),
                        "ulimit -n"),
                Arguments.of(new FileSystemException("a.txt", null, files), "ulimit -n"),
                Arguments.of(new IOException("a.txt (" + files + ")"), "ulimit -n"),
                Arguments.of(
                        new ExceptionInInitializerError(new UnsatisfiedLinkError(files)),
                        "ulimit -n"),
                Arguments.of(
                        new BackendException("no provider", new IOException(files)), "ulimit -n"),
                Arguments.of(
                        new FileSystemException("a.txt", null, "No space left on device"),
                        "free some space"),
                Arguments.of(
                        new DataException("a.txt", new IOException("Disk quota exceeded")),
                        "free some of your space"),
                Arguments.of(new IOException("File too large"), "ulimit -f"),
                Arguments.of(new IOException("Cannot allocate memory"), "ulimit -v"),
                Arguments.of(
                        new IOException("error=11, Resource temporarily unavailable"), "ulimit -u"),
                Arguments.of(
                        new OutOfMemoryError("unable to create native thread: limits reached"),
                        "ulimit -u"),
                Arguments.of(new OutOfMemoryError("Metaspace"), "MaxMetaspaceSize"),
                Arguments.of(new OutOfMemoryError("Java heap space"), "-Xmx"),
                Arguments.of(new RuntimeException(new StackOverflowError()), "-Xss"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void namesTheRemedy(Throwable failure, String remedy) {
        assertThat(said(failure)).contains(remedy).doesNotContain("should not have happened");
    }

    @ParameterizedTest
    @MethodSource
    void whatSaysItAlreadyKeepsItsWords(Throwable failure) {
        assertThat(said(failure)).isEqualTo("rondo: the batch is too large\n");
    }

    static Stream<Throwable> whatSaysItAlreadyKeepsItsWords() {
        String own = "the batch is too large";
        return Stream.of(
                new BackendException(own, new OutOfMemoryError("Java heap space")),
                new DataException(own, new OutOfMemoryError("Java heap space")));
    }

    private static String said(Throwable failure) {
        StringWriter err = new StringWriter();
        new Failures(new PrintWriter(err), false).report(failure);
        return err.toString();
    }
}
