package dev.rondo.backend.tornado.kernel;

import dev.rondo.backend.tornado.schedule.Place;
import dev.rondo.backend.tornado.schedule.Task;

/**
 * Adds rows to the rows of a table that indices name, always in the same order: the items of one
 * owner add everything for a row, position by position. The owner of a row is either the row itself
 * or the first position that names it, whichever gives fewer owners. The items of an owner share
 * the columns.
 */
final class ScatterAddKernel implements Singly {
    /** The most items of an owner. */
    private static final int LANES = 32;

    private final Task.ScatterAdd task;
    private final int positions;
    private final int rows;
    private final int width;
    private final int lanes;
    private final boolean ownedByRows;

    ScatterAddKernel(Task.ScatterAdd task) {
        this.task = task;
        this.positions = task.indices().size();
        this.rows = task.output().dims().getFirst();
        this.width = task.output().dims().getLast();
        this.lanes = Math.min(LANES, Integer.highestOneBit(width));
        this.ownedByRows = rows <= positions;
    }

    @Override
    public int items() {
        return Math.multiplyExact(Math.max(Math.min(rows, positions), 1), lanes);
    }

    @Override
    public void emit(KernelCode code, Parameters parameters, Value id) {
        Value owner = code.let("owner", id.dividedBy(lanes));
        Value lane = code.let("lane", id.modulo(lanes));
        Elements elements = new Elements(code, parameters);
        elements.base(task.updates().address());
        elements.base(task.indices().address());
        elements.base(task.output().address());
        if (ownedByRows) {
            byRows(code, parameters, elements, id, owner, lane);
        } else {
            byPositions(code, parameters, elements, owner, lane);
        }
    }

    private Value row(KernelCode code, Parameters parameters, Elements elements, Value position) {
        Place indices = task.indices();
        Value at = elements.index(indices, position.times(indices.strides().getLast()));
        return code.let("row", code.load(parameters.of(indices.arena()), at));
    }

    private void byRows(
            KernelCode code,
            Parameters parameters,
            Elements elements,
            Value id,
            Value owner,
            Value lane) {
        code.loop(
                "checked",
                id,
                positions,
                items(),
                i -> check(code, elements, row(code, parameters, elements, i), i, () -> {}));
        add(code, parameters, elements, Value.of(0), owner, lane);
    }

    private void byPositions(
            KernelCode code, Parameters parameters, Elements elements, Value owner, Value lane) {
        Value own = row(code, parameters, elements, owner);
        check(
                code,
                elements,
                own,
                owner,
                () -> {
                    // The loop ends at an earlier position that names the same row.
                    KernelCode.Variable until = code.variable("until", owner);
                    code.loop(
                            "earlier",
                            Value.of(0),
                            until.value(),
                            1,
                            j ->
                                    code.when(
                                            Condition.equal(
                                                    row(code, parameters, elements, j), own),
                                            () -> code.set(until, Value.of(-1))));
                    code.when(
                            Condition.equal(until.value(), owner),
                            () -> add(code, parameters, elements, owner, own, lane));
                });
    }

    private void check(
            KernelCode code, Elements elements, Value row, Value position, Runnable then) {
        elements.whenInside(row, rows, position, task.fault(), then);
    }

    /** Adds the updates of all positions from a given one on that name a row. */
    private void add(
            KernelCode code,
            Parameters parameters,
            Elements elements,
            Value from,
            Value owned,
            Value lane) {
        Place updates = task.updates();
        Place output = task.output();
        code.loop(
                "j",
                from,
                positions,
                1,
                j ->
                        code.when(
                                Condition.equal(row(code, parameters, elements, j), owned),
                                () ->
                                        code.loop(
                                                "column",
                                                lane,
                                                width,
                                                lanes,
                                                c -> {
                                                    Value to = at(elements, output, owned, c);
                                                    Value more = at(elements, updates, j, c);
                                                    add(code, parameters, to, more);
                                                })));
    }

    private static Value at(Elements elements, Place place, Value row, Value column) {
        Value offset =
                row.times(place.strides().getFirst()).plus(column.times(place.strides().getLast()));
        return elements.index(place, offset);
    }

    private void add(KernelCode code, Parameters parameters, Value to, Value from) {
        KernelCode.Global table = parameters.of(task.output().arena());
        Value at = code.let("at", to);
        Value update = code.load(parameters.of(task.updates().arena()), from);
        code.store(table, at, code.load(table, at).plus(update));
    }
}
