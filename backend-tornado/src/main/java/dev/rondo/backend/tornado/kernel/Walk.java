package dev.rondo.backend.tornado.kernel;

import dev.rondo.backend.tornado.schedule.Place;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How several places are walked through together. Axes of extent 1 are left out, and adjacent axes
 * that every place walks through without a gap are merged.
 *
 * @param dims extents of the remaining axes
 * @param strides strides of each place
 */
record Walk(List<Integer> dims, Map<Place, List<Integer>> strides) {

    /** The walk through the axes {@code from} (inclusive) to {@code to} of places. */
    static Walk of(List<Integer> extents, int from, int to, Iterable<Place> places) {
        List<Integer> dims = new ArrayList<>();
        List<Integer> axes = new ArrayList<>();
        for (int axis = from; axis < to; axis++) {
            int extent = extents.get(axis);
            if (extent == 1) {
                continue;
            }
            int last = dims.size() - 1;
            if (last >= 0 && follows(places, axes.get(last), axis, extent)) {
                dims.set(last, dims.get(last) * extent);
                axes.set(last, axis);
            } else {
                dims.add(extent);
                axes.add(axis);
            }
        }
        Map<Place, List<Integer>> strides = new LinkedHashMap<>();
        for (Place p : places) {
            strides.put(p, axes.stream().map(p.strides()::get).toList());
        }
        return new Walk(List.copyOf(dims), strides);
    }

    /**
     * Whether, in each place, one step along an axis leads exactly past the end of the next axis.
     */
    private static boolean follows(Iterable<Place> places, int axis, int next, int extent) {
        for (Place p : places) {
            if (p.strides().get(axis) != p.strides().get(next) * extent) {
                return false;
            }
        }
        return true;
    }

    /** Number of elements. */
    int size() {
        return dims.stream().reduce(1, Math::multiplyExact);
    }

    /** The coordinates of the element with a row-major position, as far as a place needs them. */
    List<Value> coordinates(KernelCode code, Value position) {
        List<Value> all = new ArrayList<>();
        int inner = 1;
        for (int axis = dims.size() - 1; axis >= 0; axis--) {
            Value rest = position.dividedBy(inner);
            Value coordinate = axis == 0 ? rest : rest.modulo(dims.get(axis));
            int here = axis;
            boolean wanted = strides.values().stream().anyMatch(s -> s.get(here) != 0);
            all.addFirst(wanted && dims.size() > 1 ? code.let("axis", coordinate) : coordinate);
            inner *= dims.get(axis);
        }
        return all;
    }

    /**
     * The distance of the element with these coordinates from the first element of a place; null
     * for 0.
     */
    Value offset(Place place, List<Value> coordinates) {
        Value sum = null;
        List<Integer> steps = strides.get(place);
        for (int axis = 0; axis < steps.size(); axis++) {
            if (steps.get(axis) != 0) {
                Value term = coordinates.get(axis).times(steps.get(axis));
                sum = sum == null ? term : sum.plus(term);
            }
        }
        return sum;
    }
}
