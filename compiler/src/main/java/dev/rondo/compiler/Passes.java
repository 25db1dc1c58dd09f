package dev.rondo.compiler;

import dev.rondo.graph.Entry;

/**
 * The rewrites that a fast backend applies to an entry before planning it.
 *
 * @param loopMotion moves work out of loops
 */
public record Passes(boolean loopMotion) {
    /** All of them. */
    public static Passes all() {
        return new Passes(true);
    }

    /** None of them. */
    public static Passes none() {
        return new Passes(false);
    }

    /** An entry that computes the same, faster. */
    public Entry apply(Entry entry) {
        Entry e = entry;
        if (loopMotion) {
            e = new LoopMotion().apply(e);
        }
        return e;
    }
}
