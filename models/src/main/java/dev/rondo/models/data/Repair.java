package dev.rondo.models.data;

import java.util.Optional;

/**
 * What is done to rows that are not one after the other in time.
 *
 * @param sort whether they are sorted; without, rows that run back are refused
 * @param duplicates what becomes of rows of the same time
 * @param resampling the even step on which they are laid; empty to leave their times as they are
 */
public record Repair(boolean sort, Duplicates duplicates, Optional<Resampling> resampling) {
    /** Nothing is done: what is not in order is refused. */
    public static final Repair NONE = new Repair(false, Duplicates.ERROR, Optional.empty());
}
