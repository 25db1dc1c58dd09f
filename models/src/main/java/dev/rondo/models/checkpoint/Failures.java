package dev.rondo.models.checkpoint;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** Turns what the operating system says into words. */
final class Failures {
    private Failures() {}

    /** Why an operation failed, without the path that the caller's message names already. */
    static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "it does not exist";
            case AccessDeniedException _ -> "permission denied";
            // of java.io: the reason stands in brackets after the path
            case FileNotFoundException f when f.getMessage().endsWith(")") ->
                    f.getMessage()
                            .substring(f.getMessage().lastIndexOf('(') + 1)
                            .replace(")", "")
                            .toLowerCase(Locale.ROOT);
            case ClosedByInterruptException _ -> "the thread was interrupted";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
