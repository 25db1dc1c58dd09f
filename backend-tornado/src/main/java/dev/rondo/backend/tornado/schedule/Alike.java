package dev.rondo.backend.tornado.schedule;

import dev.rondo.array.Array;
import dev.rondo.array.DType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Makes one task of independent tasks that differ only in where their numbers lie, such as the
 * updates of all parameters of a shape. So the length of a kernel does not grow with their number.
 * What does not lie at equal distances is listed in a table among the constants.
 */
final class Alike {
    private final Offsets offsets;
    private final List<Schedule.Filling> tables = new ArrayList<>();
    private final Map<List<Integer>, Integer> known = new LinkedHashMap<>();

    /**
     * For the tasks of an entry.
     *
     * @param offsets gives memory to tables
     */
    Alike(Offsets offsets) {
        this.offsets = offsets;
    }

    /** The tables that the tasks need. */
    List<Schedule.Filling> tables() {
        return tables;
    }

    /** What is equal for tasks that are alike. */
    static Object kind(Task task) {
        return setsCells(task)
                ? task
                : moved(task, "", p -> p.at(new Address(0, p.address().terms())));
    }

    /**
     * Whether a task may set the cells of a fault or of a number of steps. The lowering looks for
     * such tasks.
     */
    private static boolean setsCells(Task task) {
        return task instanceof Task.Pointwise(_, List<Piece> pieces)
                && pieces.stream().anyMatch(p -> p.size() <= Fault.CELLS)
                && task.written().contains(Fault.ARENA);
    }

    /** Independent tasks as fewer tasks. */
    List<Task> merge(List<Task> tasks) {
        Map<Object, List<Task>> kinds = new LinkedHashMap<>();
        for (Task t : tasks) {
            kinds.computeIfAbsent(kind(t), _ -> new ArrayList<>()).add(t);
        }
        return kinds.values().stream()
                .map(all -> all.size() == 1 ? all.getFirst() : forEach(all))
                .toList();
    }

    private Task forEach(List<Task> tasks) {
        List<List<Integer>> members = new ArrayList<>();
        tasks.forEach(t -> members.add(offsets(t)));
        members.sort((a, b) -> Integer.compare(a.getLast(), b.getLast()));
        int[] at = {0};
        UnaryOperator<Place> place =
                p -> {
                    int column = at[0]++;
                    return p.at(address(p, members.stream().map(m -> m.get(column)).toList()));
                };
        String origin = Writer.origin(tasks.stream().map(Task::origin).toList());
        Task work = moved(tasks.getFirst(), origin, place);
        return new Task.ForEach(origin, work, Counter.MEMBER, tasks.size());
    }

    private static List<Integer> offsets(Task task) {
        List<Integer> all = new ArrayList<>();
        moved(
                task,
                "",
                p -> {
                    all.add(p.address().offset());
                    return p;
                });
        return all;
    }

    /** The address that lies at one offset for each member. */
    private Address address(Place place, List<Integer> offsets) {
        int first = offsets.getFirst();
        int distance = offsets.get(1) - first;
        Address start = new Address(first, place.address().terms());
        List<Integer> distances = offsets.stream().map(o -> o - first).toList();
        boolean equal = true;
        for (int i = 0; i < distances.size(); i++) {
            equal &= distances.get(i) == i * distance;
        }
        if (!equal) {
            return start.plus(new Address.Term.Listed(table(distances), Counter.MEMBER));
        }
        return distance == 0 ? start : start.plus(new Address.Term.Row(distance, Counter.MEMBER));
    }

    private int table(List<Integer> numbers) {
        return known.computeIfAbsent(numbers, this::listed);
    }

    private int listed(List<Integer> numbers) {
        int count = numbers.size();
        int at = offsets.more(Address.Term.Listed.ARENA, count);
        int[] values = numbers.stream().mapToInt(i -> i).toArray();
        tables.add(
                new Schedule.Filling(
                        new Place(
                                Address.Term.Listed.ARENA,
                                DType.I32,
                                Address.fixed(at),
                                List.of(count),
                                List.of(1)),
                        Array.of(values, count)));
        return at;
    }

    /** A task with another origin and on other places, the destination last. */
    private static Task moved(Task task, String origin, UnaryOperator<Place> places) {
        return switch (task) {
            case Task.Pointwise(_, List<Piece> pieces) ->
                    new Task.Pointwise(origin, pieces.stream().map(p -> p.moved(places)).toList());
            case Task.Reduce r ->
                    new Task.Reduce(
                            origin,
                            r.function(),
                            r.dims(),
                            r.kept(),
                            r.operations().stream().map(o -> o.moved(places)).toList(),
                            r.value(),
                            places.apply(r.output()));
            case Task.MatMul m ->
                    new Task.MatMul(
                            origin,
                            places.apply(m.left()),
                            places.apply(m.right()),
                            places.apply(m.output()));
            case Task.Convolution c ->
                    new Task.Convolution(
                            origin,
                            places.apply(c.image()),
                            places.apply(c.kernel()),
                            c.rows(),
                            c.columns(),
                            c.groups(),
                            places.apply(c.output()));
            default -> task;
        };
    }
}
