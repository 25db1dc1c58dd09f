package dev.rondo.compiler;

import dev.rondo.graph.Entry;

/**
 * The rewrites that a fast backend applies to an entry before planning it.
 *
 * @param reassociation orders sums so that more can leave a loop
 * @param loopMotion moves work out of loops
 * @param commonSubexpressions computes equal values once
 * @param mergeProducts joins products that share their left operand
 */
public record Passes(
        boolean reassociation,
        boolean loopMotion,
        boolean commonSubexpressions,
        boolean mergeProducts) {
    /** All of them. */
    public static Passes all() {
        return new Passes(true, true, true, true);
    }

    /** None of them. */
    public static Passes none() {
        return new Passes(false, false, false, false);
    }

    /** An entry that computes the same, faster. */
    public Entry apply(Entry entry) {
        Entry e = entry;
        if (reassociation) {
            e = new Reassociation().apply(e);
        }
        if (loopMotion) {
            e = new LoopMotion().apply(e);
        }
        if (commonSubexpressions) {
            e = new CommonSubexpressions().apply(e);
        }
        if (mergeProducts) {
            e = new MergeProducts().apply(e);
        }
        return e;
    }
}
