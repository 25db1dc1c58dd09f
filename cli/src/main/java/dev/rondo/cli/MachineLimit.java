package dev.rondo.cli;

import com.sun.management.UnixOperatingSystemMXBean;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Recognizes failures that come from a limit of this machine, and says how to raise it. */
final class MachineLimit {
    /** The most causes to follow; a chain of causes may contain a cycle. */
    private static final int DEEPEST = 20;

    /** The number of files that must be free to open a jar. */
    private static final int FEW_FILES = 3;

    private MachineLimit() {}

    /** What ran out, and what to do; empty when the failure has another reason. */
    static Optional<String> of(Throwable failure) {
        return firstOf(failure, MachineLimit::ofOne);
    }

    /** The same for a failure with its own message, as far as the system's words show it. */
    static Optional<String> ofSystem(Throwable failure) {
        return firstOf(failure, t -> ofWords(String.valueOf(t.getMessage())));
    }

    private static Optional<String> firstOf(
            Throwable failure, Function<Throwable, Optional<String>> kind) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(DEEPEST)
                .flatMap(t -> kind.apply(t).stream())
                .findFirst();
    }

    private static Optional<String> ofOne(Throwable t) {
        String said = String.valueOf(t.getMessage());
        return switch (t) {
            case StackOverflowError _ ->
                    Optional.of(
                            "the stack of this JVM is too small for what is nested so deeply;"
                                    + " choose fewer layers, or give it more with"
                                    + " RONDO_JAVA_OPTS=-Xss64m");
            case OutOfMemoryError _ when said.contains("native thread") ->
                    Optional.of(
                            "the system gives no further thread; allow more (ulimit -u, or the"
                                    + " container's limit of processes), or use fewer with"
                                    + " --threads");
            case OutOfMemoryError _ when said.contains("Metaspace") ->
                    Optional.of(
                            "out of memory for classes; allow more with"
                                    + " RONDO_JAVA_OPTS=-XX:MaxMetaspaceSize=…");
            case OutOfMemoryError _ -> Optional.of(heap());
            // Java does not say why it could not open a jar
            case LinkageError _ when noFileLeft() ->
                    ofWords("cannot load a part of Rondo: Too many open files");
            default -> ofWords(said);
        };
    }

    private static boolean noFileLeft() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean u
                && u.getMaxFileDescriptorCount() - u.getOpenFileDescriptorCount() < FEW_FILES;
    }

    private static String heap() {
        return String.format(
                Locale.ROOT,
                "out of memory: this JVM may use %d MiB; choose a smaller model or batch, or give"
                        + " it more with RONDO_JAVA_OPTS=-Xmx…",
                Runtime.getRuntime().maxMemory() / (1 << 20));
    }

    /** Looks for the operating system's words anywhere in a message. */
    private static Optional<String> ofWords(String said) {
        String remedy;
        if (said.contains("Too many open files")) {
            remedy = "raise the limit of files open at once (ulimit -n 1024) and run it again";
        } else if (said.contains("No space left on device")) {
            remedy = "free some space there, or write to another disk";
        } else if (said.contains("Disk quota exceeded")) {
            remedy = "free some of your space there, or write to another disk";
        } else if (said.contains("File too large")) {
            remedy = "raise the largest size of a file (ulimit -f), or write to another disk";
        } else if (said.contains("Cannot allocate memory")) {
            remedy = "the system has no memory left, or gives no more (ulimit -v)";
        } else if (said.contains("Resource temporarily unavailable")) {
            remedy = "the system gives no further process or thread (ulimit -u)";
        } else {
            return Optional.empty();
        }
        return Optional.of(said + "; " + remedy);
    }
}
