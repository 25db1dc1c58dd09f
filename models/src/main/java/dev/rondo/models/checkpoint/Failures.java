package dev.rondo.models.checkpoint;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** Puts the errors of the operating system into words. */
final class Failures {
    private Failures() {}

    /** Why an operation failed, without the path, which the caller's message has already. */
    static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "it does not exist";
            case AccessDeniedException _ -> "permission denied";
            // from java.io: the reason is in brackets after the path
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
