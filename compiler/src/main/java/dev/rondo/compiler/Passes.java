package dev.rondo.compiler;

import dev.rondo.graph.Entry;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The rewrites that a fast backend applies to an entry before planning it.
 *
 * @param chosen those that are applied, in their own order
 */
public record Passes(Set<Pass> chosen) {
    /** Copies the set. */
    public Passes {
        EnumSet<Pass> copy = EnumSet.noneOf(Pass.class);
        copy.addAll(chosen);
        chosen = Collections.unmodifiableSet(copy);
    }

    /** All of them. */
    public static Passes all() {
        return new Passes(EnumSet.allOf(Pass.class));
    }

    /**
     * All but those of the given names.
     *
     * @throws IllegalArgumentException when there is no pass of such a name; the message lists
     *     those there are
     */
    public static Passes allBut(Set<String> names) {
        Passes passes = all();
        for (String name : names) {
            passes = passes.without(Pass.named(name));
        }
        return passes;
    }

    /** None of them. */
    public static Passes none() {
        return new Passes(Set.of());
    }

    /** These but one, so that its gain can be measured. */
    public Passes without(Pass pass) {
        EnumSet<Pass> rest = EnumSet.allOf(Pass.class);
        rest.retainAll(chosen);
        rest.remove(pass);
        return new Passes(rest);
    }

    /** An entry that computes the same, faster. */
    public Entry apply(Entry entry) {
        Entry e = entry;
        for (Pass pass : chosen) {
            e = apply(pass, e);
        }
        return e;
    }

    /** What the entry is after each pass, in their order. */
    public Map<Pass, Entry> stages(Entry entry) {
        Map<Pass, Entry> stages = new EnumMap<>(Pass.class);
        Entry e = entry;
        for (Pass pass : chosen) {
            e = apply(pass, e);
            stages.put(pass, e);
        }
        return stages;
    }

    private Entry apply(Pass pass, Entry entry) {
        Entry e = pass.apply(entry);
        boolean simplified = pass != Pass.SIMPLIFICATION && chosen.contains(Pass.SIMPLIFICATION);
        return simplified ? Pass.SIMPLIFICATION.apply(e) : e;
    }
}
