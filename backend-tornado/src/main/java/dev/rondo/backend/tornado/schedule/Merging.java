package dev.rondo.backend.tornado.schedule;

import dev.rondo.kernels.Storage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Merges tasks that do not depend on each other, and whose work-items do not either, into one task.
 * The overhead of a task is larger than the work of a small one, and its compilation takes 50 ms or
 * more.
 */
final class Merging {
    /**
     * The most sheets, reductions and products in one task, where those that are alike count once.
     * Larger kernels take long to compile.
     */
    private static final int MOST_SHEETS = 48;

    /** The highest cost of one element of all of them. */
    private static final int MOST_COST = 1600;

    private final Origins origins;
    private final Grain grain;
    private final boolean wholeLoops;
    private final KernelLength length;
    private final LoopCost cost;

    /**
     * For drafts with these places.
     *
     * @param wholeLoops whether one kernel may do all steps of a loop
     */
    Merging(Origins origins, Grain grain, boolean wholeLoops) {
        this.origins = origins;
        this.grain = grain;
        this.wholeLoops = wholeLoops;
        this.length = new KernelLength(origins, grain);
        this.cost = new LoopCost(grain.costs());
    }

    /** A draft and the storages that it uses. */
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

        private Set<Storage> both(Stop other) {
            Set<Storage> both = identity(writes);
            both.retainAll(other.writes);
            return both;
        }

        /** Whether this must come after another. */
        boolean follows(Stop other) {
            return !Collections.disjoint(reads, other.writes)
                    || !Collections.disjoint(writes, other.reads)
                    || !Windows.apart(draft, other.draft, both(other));
        }
    }

    /** Merges the drafts of one level and of the bodies of its loops into fewer tasks. */
    List<Draft> merge(List<Draft> drafts) {
        return inTurn(beside(drafts));
    }

    private List<Draft> beside(List<Draft> drafts) {
        List<Stop> done = new ArrayList<>();
        for (Draft d : drafts) {
            List<Draft> some = d instanceof Draft.Repeat r ? loop(r) : List.of(d);
            some.forEach(s -> add(new Stop(s, origins), done));
        }
        return done.stream().map(s -> s.draft).toList();
    }

    /** A loop as it takes the shortest time, and what must be done before it. */
    private List<Draft> loop(Draft.Repeat r) {
        List<Draft> body = merge(joined(r.body(), List.of(r.counting(origins))));
        Estimate estimate = new Estimate(Double.POSITIVE_INFINITY, cost.asGraphs(body));
        if (wholeLoops) {
            List<Draft> turns = new Merging(origins, grain.unshared(), false).beside(r.body());
            if (fitOneKernel(turns)) {
                Draft.Repeat whole = r.with(turns);
                int groups = cost.groups(turns, Shares.most(origins, whole));
                estimate = new Estimate(cost.inKernel(turns, groups), estimate.asGraphs());
                if (estimate.inKernel() < estimate.asGraphs()) {
                    return Adjacent.steps(origins, whole.with(estimate), groups);
                }
            }
        }
        return List.of(r.with(body).with(estimate));
    }

    private boolean fitOneKernel(List<Draft> turns) {
        return turns.stream().allMatch(this::mayBeTurn) && fits(length.inTurn(turns));
    }

    private boolean mayBeTurn(Draft draft) {
        return switch (draft) {
            case Draft.Point _, Draft.Fold _, Draft.Product _, Draft.Convolution _ -> true;
            case Draft.Beside b -> b.parts().stream().allMatch(this::mayBeTurn);
            case Draft.Scatter _, Draft.InTurn _, Draft.Repeat _, Draft.Steps _ -> false;
        };
    }

    /** Merges small tasks that follow each other into one, which one work-group does. */
    private List<Draft> inTurn(List<Draft> drafts) {
        List<Draft> all = new ArrayList<>();
        for (Draft d : drafts) {
            Draft last = all.isEmpty() ? null : all.getLast();
            if (last != null
                    && isEnough(last)
                    && isEnough(d)
                    && fits(length.inTurn(List.of(last, d)))) {
                all.set(all.size() - 1, new Draft.InTurn(joined(turns(last), turns(d))));
            } else {
                all.add(d);
            }
        }
        return all;
    }

    private static List<Draft> turns(Draft d) {
        return switch (d) {
            case Draft.InTurn i -> i.turns();
            case Draft.Steps s -> List.of(s.alone());
            default -> List.of(d);
        };
    }

    /**
     * Whether one work-group is enough for a draft. On a CPU a work-group is a core; on a GPU a
     * small one is much less than a multiprocessor.
     */
    private boolean isEnough(Draft draft) {
        boolean mayBeTurn = isSingly(draft) || draft instanceof Draft.Steps s && isKnown(s);
        return isLittle(draft) || !grain.sharing() && mayBeTurn && cost.paysAlone(draft);
    }

    /** Whether the number of steps is known when the entry begins. */
    private static boolean isKnown(Draft.Steps steps) {
        return !(steps.loop().trips() instanceof Part.Trips.Computed);
    }

    private boolean isLittle(Draft draft) {
        return switch (draft) {
            case Draft.Point p ->
                    p.sheets().stream().allMatch(s -> grain.little(s.shape().size(), 1));
            case Draft.Fold f -> isSingly(f) && grain.little(f.shape().size(), 1);
            case Draft.Product p -> isSingly(p) && grain.little(p.out().size(), p.left().dim(2));
            case Draft.Convolution c ->
                    grain.little(c.out().size(), c.kernel().size() / c.kernel().dim(0));
            case Draft.Scatter s -> grain.little(s.updates().size(), s.indices().size());
            case Draft.Beside b -> b.parts().stream().allMatch(this::isLittle);
            case Draft.InTurn _ -> true;
            case Draft.Repeat _, Draft.Steps _ -> false;
        };
    }

    private void add(Stop next, List<Stop> done) {
        int after = done.size() - 1;
        while (after >= 0 && !next.follows(done.get(after))) {
            after--;
        }
        for (int i = after + 1; i < done.size(); i++) {
            Stop earlier = done.get(i);
            if (mayBeBeside(earlier.draft, next.draft)) {
                earlier.draft = together(earlier.draft, next.draft);
                earlier.reads.addAll(next.reads);
                earlier.writes.addAll(next.writes);
                return;
            }
        }
        done.add(next);
    }

    private boolean mayBeBeside(Draft a, Draft b) {
        return (isSingly(a) && isSingly(b) || length.alike(a, b))
                && fits(length.beside(List.of(a, b)));
    }

    /** Whether each work-item works independently. */
    private boolean isSingly(Draft draft) {
        return switch (draft) {
            case Draft.Point _, Draft.Convolution _, Draft.Scatter _ -> true;
            case Draft.Beside b -> b.parts().stream().allMatch(this::isSingly);
            case Draft.Fold f ->
                    grain.slices(f.out().size(), f.shape().size() / f.out().size()) == 1;
            case Draft.Product p -> !grain.tiles(p.out().dim(1), p.out().dim(2), p.left().dim(2));
            case Draft.InTurn _, Draft.Repeat _, Draft.Steps _ -> false;
        };
    }

    private static Draft together(Draft a, Draft b) {
        if (a instanceof Draft.Point p && b instanceof Draft.Point q) {
            return new Draft.Point(joined(p.sheets(), q.sheets()));
        }
        return new Draft.Beside(joined(a.parts(), b.parts()));
    }

    private static <T> List<T> joined(List<T> some, List<T> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private boolean fits(KernelLength.Sum together) {
        return together.sheets() <= MOST_SHEETS && together.cost() <= MOST_COST;
    }
}
