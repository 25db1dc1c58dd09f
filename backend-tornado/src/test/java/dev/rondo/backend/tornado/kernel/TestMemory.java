package dev.rondo.backend.tornado.kernel;

import dev.rondo.array.Buffer;
import dev.rondo.array.DType;
import dev.rondo.backend.tornado.schedule.Address;
import dev.rondo.backend.tornado.schedule.Area;
import dev.rondo.backend.tornado.schedule.Arena;
import dev.rondo.backend.tornado.schedule.Counter;
import dev.rondo.backend.tornado.schedule.Fault;
import dev.rondo.backend.tornado.schedule.Place;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** Arenas with places that lie apart, addressed in all ways that there are. */
final class TestMemory {
    private static final int COUNTERS = 3;
    private static final int LARGEST_COUNT = 3;

    /** The number of members of {@link #forEach}. */
    static final int MEMBERS = LARGEST_COUNT + 1;

    /** Cells that faults are raised in, all 0 at first. */
    static final int FAULTS = 2;

    private final Random random;
    private final DoubleSupplier numbers;
    private final Map<Arena, List<Double>> contents = new LinkedHashMap<>();
    private Optional<Counter> member = Optional.empty();

    /**
     * Empty arenas.
     *
     * @param numbers what floats are filled with
     */
    TestMemory(Random random, DoubleSupplier numbers) {
        this.random = random;
        this.numbers = numbers;
        List<Double> cells = contents(Counter.ARENA);
        for (int i = 0; i < COUNTERS; i++) {
            cells.add((double) random.nextInt(LARGEST_COUNT + 1));
        }
        contents(Fault.ARENA).addAll(Collections.nCopies(FAULTS, 0.0));
    }

    private List<Double> contents(Arena arena) {
        return contents.computeIfAbsent(arena, a -> new ArrayList<>());
    }

    Counter counter() {
        return new Counter(random.nextInt(COUNTERS));
    }

    /**
     * Makes something for each of several members: all of its places lie elsewhere for another
     * member.
     */
    <T> T forEach(Counter counter, Supplier<T> made) {
        member = Optional.of(counter);
        T result = made.get();
        member = Optional.empty();
        return result;
    }

    /** A place that is read: axes may be repeated. */
    Place source(DType dtype, List<Integer> dims) {
        return place(dtype, dims, true, () -> number(dtype));
    }

    /** A place that is read, filled with certain numbers. */
    Place source(DType dtype, List<Integer> dims, DoubleSupplier filling) {
        return place(dtype, dims, true, filling);
    }

    /** A place that is written. */
    Place target(DType dtype, List<Integer> dims) {
        return place(dtype, dims, false, () -> number(dtype));
    }

    /** A place whose elements lie apart, filled with certain numbers. */
    Place apart(DType dtype, List<Integer> dims, DoubleSupplier filling) {
        return place(dtype, dims, false, filling);
    }

    private double number(DType dtype) {
        return switch (dtype) {
            case F32, F64 -> numbers.getAsDouble();
            case I32 -> random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(-3, 4);
            case BOOL -> random.nextInt(2);
        };
    }

    private Place place(DType dtype, List<Integer> dims, boolean repeats, DoubleSupplier filling) {
        Area[] areas = Area.values();
        Arena arena = Arena.of(areas[random.nextInt(areas.length)], dtype);
        Integer[] strides = new Integer[dims.size()];
        int extent = 1;
        boolean plain = random.nextInt(2) == 0;
        for (int axis : order(dims.size(), plain)) {
            boolean repeated = !plain && repeats && random.nextInt(4) == 0;
            strides[axis] = repeated ? 0 : extent;
            int gap = plain || random.nextInt(3) > 0 ? 0 : random.nextInt(3);
            extent *= repeated ? 1 : dims.get(axis) + gap;
        }
        extent = Math.max(1, extent);
        Optional<Place> table = member.filter(_ -> random.nextBoolean()).map(_ -> order());
        Address address = Address.fixed(contents(arena).size() + random.nextInt(3));
        int room = extent;
        if (random.nextInt(3) == 0) {
            address = address.plus(new Address.Term.Row(extent, counter()));
            room += extent * LARGEST_COUNT;
        }
        if (random.nextInt(3) == 0) {
            address = address.plus(new Address.Term.Half(room, random.nextInt(2), counter()));
            room *= 2;
        }
        if (table.isPresent()) {
            int at = table.get().address().offset();
            address = address.plus(new Address.Term.Listed(at, member.orElseThrow()));
            List<Double> listed = contents(Address.Term.Listed.ARENA);
            for (int i = 0; i < MEMBERS; i++) {
                listed.set(at + i, listed.get(at + i) * room);
            }
            room *= MEMBERS;
        } else if (member.isPresent()) {
            address = address.plus(new Address.Term.Row(room, member.get()));
            room *= MEMBERS;
        }
        List<Double> cells = contents(arena);
        while (cells.size() < address.offset() + room) {
            cells.add(filling.getAsDouble());
        }
        return new Place(arena, dtype, address, dims, List.of(strides));
    }

    /** A vector of an area, filled with certain numbers. */
    Place vector(Area area, DType dtype, int size, DoubleSupplier filling) {
        Arena arena = Arena.of(area, dtype);
        List<Double> cells = contents(arena);
        Place place =
                new Place(arena, dtype, Address.fixed(cells.size()), List.of(size), List.of(1));
        for (int i = 0; i < place.size(); i++) {
            cells.add(filling.getAsDouble());
        }
        return place;
    }

    /** The numbers of the members, in any order. */
    private Place order() {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            numbers.add(i);
        }
        Collections.shuffle(numbers, random);
        Iterator<Integer> next = numbers.iterator();
        return vector(Area.INPUTS, DType.I32, MEMBERS, next::next);
    }

    /** Axes from that with the smallest stride on. */
    private List<Integer> order(int rank, boolean plain) {
        List<Integer> axes = new ArrayList<>();
        for (int i = rank - 1; i >= 0; i--) {
            axes.add(i);
        }
        if (!plain) {
            Collections.shuffle(axes, random);
        }
        return axes;
    }

    /** The arenas as they are now, with some cells after the last place. */
    Map<Arena, Buffer> buffers() {
        Map<Arena, Buffer> buffers = new LinkedHashMap<>();
        contents.forEach(
                (arena, cells) -> {
                    Buffer b = Buffer.allocate(arena.storage(), cells.size() + 5);
                    for (int i = 0; i < cells.size(); i++) {
                        b.set(i, cells.get(i));
                    }
                    buffers.put(arena, b);
                });
        return buffers;
    }
}
