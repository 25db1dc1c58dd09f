package dev.rondo.models.training;

/**
 * What a member of a group wishes to do after an update. All do what one of them wishes.
 *
 * @param stop whether it was asked to stop
 * @param end whether its time is up
 * @param save whether it is time for a checkpoint
 */
record Wishes(boolean stop, boolean end, boolean save) {
    static final Wishes NONE = new Wishes(false, false, false);
}
