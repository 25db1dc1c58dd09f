package dev.rondo.backend.tornado.schedule;

import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The places of an entry's storages. */
final class Origins {
    /** A graph that is being lowered: that of the entry, or the body of a loop in another graph. */
    record Level(Level outer) {
        @Override
        public boolean equals(Object o) {
            return this == o;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /** The place of a storage. */
    sealed interface Origin {
        /** A range of {@code WORK}, for the lifetime of the storage. */
        record Owned(Level level, int elements) implements Origin {}

        /** A known place. */
        record Fixed(Arena arena, int offset) implements Origin {}

        /** The row of a stacked tensor for a loop's step. */
        record Row(Level level, View whole, Counter counter) implements Origin {}

        /** One of the two halves of another storage, selected by the number of a loop's step. */
        record Half(Level level, Storage pair, int size, int phase, Counter counter)
                implements Origin {}
    }

    private final Map<Storage, Origin> origins = new IdentityHashMap<>();
    private final Map<Integer, Storage> counters = new LinkedHashMap<>();
    private final Map<Integer, Storage> faults = new LinkedHashMap<>();
    private final Map<Storage, Integer> owned = new LinkedHashMap<>();
    private final Map<Arena, Integer> used = new LinkedHashMap<>();

    /** New memory in {@code WORK}. */
    View own(Level level, DType dtype, Shape shape) {
        Storage s = new Storage(dtype);
        int n = Storage.elements(dtype, shape);
        origins.put(s, new Origin.Owned(level, n));
        owned.put(s, n);
        return View.contiguous(s, shape);
    }

    /** New memory in an area, for the whole run of the entry. */
    View reserve(Area area, DType dtype, Shape shape) {
        Arena arena = Arena.of(area, dtype);
        int at = used.getOrDefault(arena, 0);
        View v = fixed(arena, at, dtype, shape);
        take(arena, at, Storage.elements(dtype, shape));
        return v;
    }

    private void take(Arena arena, int at, int elements) {
        used.put(arena, Offsets.aligned(arena, (long) at + elements));
    }

    /** A place that already has its memory. */
    View fixed(Arena arena, int offset, DType dtype, Shape shape) {
        Storage s = new Storage(dtype);
        origins.put(s, new Origin.Fixed(arena, offset));
        return View.contiguous(s, shape);
    }

    /** A new counter. */
    Counter counter() {
        View v = reserve(Area.WORK, DType.I32, Shape.SCALAR);
        int cell = ((Origin.Fixed) origins.get(v.storage())).offset();
        counters.put(cell, v.storage());
        return new Counter(cell);
    }

    /** New cells of a fault. */
    View faultCells() {
        View v = reserve(Area.OUTPUTS, DType.I32, Shape.of(Fault.CELLS));
        faults.put(((Origin.Fixed) origins.get(v.storage())).offset(), v.storage());
        return v;
    }

    /** The memory of the cells of a fault. */
    Storage cell(Fault fault) {
        return faults.get(fault.cell());
    }

    /** The place of a counter. */
    View cell(Counter counter) {
        return View.contiguous(counters.get(counter.cell()), Shape.SCALAR);
    }

    /** The row of a stacked tensor that a step reads or writes. */
    View row(Level level, View whole, Counter counter) {
        Storage s = new Storage(whole.dtype());
        origins.put(s, new Origin.Row(level, whole, counter));
        int[] strides = java.util.Arrays.copyOfRange(whole.strides(), 1, whole.rank());
        return new View(s, 0, whole.shape().tail().dims(), strides);
    }

    /** One half of a pair [2, …]. */
    View half(Level level, View pair, int phase, Counter counter) {
        Storage s = new Storage(pair.dtype());
        origins.put(s, new Origin.Half(level, pair.storage(), pair.stride(0), phase, counter));
        return View.contiguous(s, pair.shape().tail());
    }

    /** The elements of every arena that are used for the whole run of the entry. */
    Map<Arena, Integer> used() {
        return used;
    }

    /** The storages that get memory by lifetime, with their number of elements. */
    Map<Storage, Integer> owned() {
        return owned;
    }

    /** The level that an owned storage belongs to. */
    Level levelOf(Storage s) {
        return ((Origin.Owned) origins.get(s)).level();
    }

    /** The place of a storage. */
    Origin of(Storage s) {
        return origins.get(s);
    }

    /**
     * The storages that are touched when a view is accessed: its own, and the counters in its
     * address.
     */
    Set<Storage> touched(Storage s) {
        Set<Storage> all = new LinkedHashSet<>();
        all.add(s);
        all.addAll(addressed(s));
        return all;
    }

    /** The counters in a storage's address. */
    Set<Storage> addressed(Storage s) {
        Set<Storage> all = new LinkedHashSet<>();
        Storage at = s;
        while (true) {
            switch (origins.get(at)) {
                case Origin.Row r -> {
                    all.add(counters.get(r.counter().cell()));
                    at = r.whole().storage();
                }
                case Origin.Half h -> {
                    all.add(counters.get(h.counter().cell()));
                    at = h.pair();
                }
                case Origin.Owned _, Origin.Fixed _ -> {
                    return all;
                }
            }
        }
    }

    /** The storage as it is seen from outside a level; null when it is not visible there. */
    Storage outside(Level level, Storage s) {
        return switch (origins.get(s)) {
            case Origin.Owned o -> o.level() == level ? null : s;
            case Origin.Fixed _ -> s;
            case Origin.Row r -> r.level() == level ? outside(level, r.whole().storage()) : s;
            case Origin.Half h -> h.level() == level ? outside(level, h.pair()) : s;
        };
    }

    /** The storage that has the memory. */
    Storage base(Storage s) {
        return switch (origins.get(s)) {
            case Origin.Row r -> base(r.whole().storage());
            case Origin.Half h -> base(h.pair());
            case Origin.Owned _, Origin.Fixed _ -> s;
        };
    }
}
