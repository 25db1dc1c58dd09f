package dev.rondo.backend.tornado.schedule;

import dev.rondo.backend.tornado.schedule.Draft.Sheet;
import dev.rondo.kernels.Storage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Makes one task of elementwise tasks that do not depend on each other: a task costs more than what
 * little ones do, and 50 ms or more to compile.
 */
final class Merging {
    /** Sheets of one task; larger kernels take long to compile. */
    private static final int MOST_SHEETS = 24;

    /** The cost of one element of all sheets of a task. */
    private static final int MOST_COST = 800;

    private final Origins origins;

    Merging(Origins origins) {
        this.origins = origins;
    }

    /** A draft and what it touches. */
    private static final class Stop {
        Draft draft;
        final Set<Storage> reads;
        final Set<Storage> writes;

        Stop(Draft draft, Origins origins) {
            this.draft = draft;
            this.reads = identity(draft.reads(origins));
            this.writes = identity(draft.writes(origins));
        }

        private static Set<Storage> identity(Set<Storage> all) {
            Set<Storage> s = Collections.newSetFromMap(new IdentityHashMap<>());
            s.addAll(all);
            return s;
        }

        /** Whether this has to come after another. */
        boolean follows(Stop other) {
            return !Collections.disjoint(reads, other.writes)
                    || !Collections.disjoint(writes, other.writes)
                    || !Collections.disjoint(writes, other.reads);
        }
    }

    /** The drafts of one level, and in loops those of their bodies, with fewer tasks. */
    List<Draft> merge(List<Draft> drafts) {
        List<Stop> done = new ArrayList<>();
        for (Draft d : drafts) {
            Draft inner =
                    d instanceof Draft.Repeat r
                            ? new Draft.Repeat(
                                    r.node(), r.length(), r.trips(), r.level(), merge(r.body()))
                            : d;
            add(new Stop(inner, origins), done);
        }
        return done.stream().map(s -> s.draft).toList();
    }

    private static void add(Stop next, List<Stop> done) {
        if (next.draft instanceof Draft.Point p) {
            int after = done.size() - 1;
            while (after >= 0 && !next.follows(done.get(after))) {
                after--;
            }
            for (int i = after + 1; i < done.size(); i++) {
                Stop earlier = done.get(i);
                if (earlier.draft instanceof Draft.Point e && fits(e, p)) {
                    List<Sheet> all = new ArrayList<>(e.sheets());
                    all.addAll(p.sheets());
                    earlier.draft = new Draft.Point(all);
                    earlier.reads.addAll(next.reads);
                    earlier.writes.addAll(next.writes);
                    return;
                }
            }
        }
        done.add(next);
    }

    private static boolean fits(Draft.Point a, Draft.Point b) {
        return a.sheets().size() + b.sheets().size() <= MOST_SHEETS
                && cost(a) + cost(b) <= MOST_COST;
    }

    private static int cost(Draft.Point p) {
        return p.sheets().stream()
                .flatMap(s -> s.puts().stream())
                .mapToInt(put -> put.value().cost())
                .sum();
    }
}
