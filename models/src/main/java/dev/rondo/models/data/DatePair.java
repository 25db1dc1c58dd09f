package dev.rondo.models.data;

import java.time.LocalDate;

/**
 * A date as a person wrote it, and what it means.
 *
 * @param written as it was written
 * @param date what it means
 * @param form how it was written
 */
public record DatePair(String written, LocalDate date, DateForm form) {
    /** The date as ISO 8601 writes it, always ten characters. */
    public String iso() {
        return date.toString();
    }

    /** What a model reads and is to write. */
    public Pair pair() {
        return new Pair(written, iso());
    }
}
