package dev.rondo.backend.tornado.schedule;

import dev.rondo.backend.tornado.schedule.Draft.Put;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

import java.util.List;
import java.util.Set;

/** Whether parts of one storage, such as those of a concatenation, are disjoint. */
final class Windows {
    private Windows() {}

    /**
     * Whether it is certain that drafts write no common element, although they write the same
     * storages.
     *
     * @param shared the storages that both write
     */
    static boolean apart(Draft a, Draft b, Set<Storage> shared) {
        List<View> some = targets(a);
        List<View> others = targets(b);
        return shared.stream().allMatch(s -> writes(some, s) && writes(others, s))
                && some.stream().allMatch(x -> others.stream().allMatch(y -> apart(x, y)));
    }

    private static boolean writes(List<View> targets, Storage s) {
        return targets.stream().anyMatch(v -> v.storage() == s);
    }

    /** The views that a draft writes, except the cells of faults. */
    private static List<View> targets(Draft draft) {
        return switch (draft) {
            case Draft.Point p ->
                    p.sheets().stream().flatMap(s -> s.puts().stream()).map(Put::to).toList();
            case Draft.Fold f -> List.of(f.out());
            case Draft.Product p -> List.of(p.out());
            case Draft.Convolution c -> List.of(c.out());
            case Draft.Scatter s -> List.of(s.out());
            case Draft.Beside b -> b.parts().stream().flatMap(d -> targets(d).stream()).toList();
            case Draft.InTurn _, Draft.Repeat _, Draft.Steps _ -> List.of();
        };
    }

    /**
     * Whether views have no common element, as far as looking at one axis after the other can tell.
     * It compares the ranges that they span and, if they share the stride of an outer axis, the
     * ranges within each step of that axis.
     */
    static boolean apart(View a, View b) {
        if (a.storage() != b.storage() || a.size() == 0 || b.size() == 0) {
            return true;
        }
        int period = Integer.MAX_VALUE;
        int common = Math.min(a.rank(), b.rank());
        for (int axis = 0; axis <= common; axis++) {
            if (apart(
                    Math.floorMod(a.shift(), period),
                    span(a, axis),
                    Math.floorMod(b.shift(), period),
                    span(b, axis),
                    period)) {
                return true;
            }
            if (axis == common
                    || a.stride(axis) != b.stride(axis)
                    || a.stride(axis) <= 0
                    || axis > 0 && period % a.stride(axis) != 0) {
                return false;
            }
            period = a.stride(axis);
        }
        return false;
    }

    /** Ranges on a circle. Neither may extend beyond its end. */
    private static boolean apart(int a, int lengthOfA, int b, int lengthOfB, int period) {
        return a + lengthOfA <= period
                && b + lengthOfB <= period
                && (a + lengthOfA <= b || b + lengthOfB <= a);
    }

    /** The number of elements from the first to the last, over the axes from one on. */
    private static int span(View v, int axis) {
        int span = 1;
        for (int i = axis; i < v.rank(); i++) {
            span += (v.dim(i) - 1) * v.stride(i);
        }
        return span;
    }
}
