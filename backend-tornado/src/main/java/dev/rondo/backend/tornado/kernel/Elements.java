package dev.rondo.backend.tornado.kernel;

import dev.rondo.backend.tornado.schedule.Address;
import dev.rondo.backend.tornado.schedule.Counter;
import dev.rondo.backend.tornado.schedule.ElementOp;
import dev.rondo.backend.tornado.schedule.Fault;
import dev.rondo.backend.tornado.schedule.Place;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The operations of a piece or of a reduction, for one element. It remembers what it has computed.
 * So it may be used only within the block in which it was made, and in blocks within that one.
 */
final class Elements {
    private final KernelCode code;
    private final Parameters parameters;
    private final ElementOps ops;
    private final Map<Counter, Value> counters = new HashMap<>();
    private final Map<Address, Value> addresses = new HashMap<>();
    private final Map<Address.Term.Listed, Value> lists = new HashMap<>();

    Elements(KernelCode code, Parameters parameters) {
        this.code = code;
        this.parameters = parameters;
        this.ops = new ElementOps(code);
    }

    /** The places that operations read element by element. */
    static Set<Place> places(List<ElementOp> operations) {
        Set<Place> all = new LinkedHashSet<>();
        for (ElementOp s : operations) {
            switch (s) {
                case ElementOp.Load l -> all.add(l.place());
                case ElementOp.Pick p -> all.add(p.place());
                default -> {}
            }
        }
        return all;
    }

    /** Computes everything that does not depend on the element: counters and addresses. */
    void prepare(List<ElementOp> operations) {
        places(operations).forEach(p -> base(p.address()));
        for (ElementOp s : operations) {
            switch (s) {
                case ElementOp.Count c -> counter(c.counter());
                case ElementOp.Bits b -> base(b.key().address());
                default -> {}
            }
        }
    }

    /** The number of a loop's step. */
    Value counter(Counter counter) {
        return parameters
                .count(counter)
                .orElseGet(() -> counters.computeIfAbsent(counter, this::loaded));
    }

    private Value loaded(Counter counter) {
        Value cell = Value.of(counter.cell());
        return code.let("counter", code.load(parameters.of(Counter.ARENA), cell));
    }

    /** The position at an address. */
    Value base(Address address) {
        if (address.terms().isEmpty()) {
            return Value.of(address.offset());
        }
        Value known = addresses.get(address);
        if (known == null) {
            Value sum = Value.of(address.offset());
            for (Address.Term term : address.terms()) {
                sum = sum.plus(term(term));
            }
            known = code.let("base", sum);
            addresses.put(address, known);
        }
        return known;
    }

    private Value term(Address.Term term) {
        Value count = counter(term.counter());
        return switch (term) {
            case Address.Term.Row row -> count.times(row.stride());
            case Address.Term.Half half ->
                    count.plus(half.phase()).and(Value.of(1)).times(half.size());
            case Address.Term.Listed listed -> lists.computeIfAbsent(listed, t -> listed(t, count));
        };
    }

    private Value listed(Address.Term.Listed term, Value count) {
        Value at = count.plus(term.table());
        return code.let("listed", code.load(parameters.of(Address.Term.Listed.ARENA), at));
    }

    /**
     * The index of an element of a place. If {@code offset} is null, it is that of the first
     * element.
     */
    Value index(Place place, Value offset) {
        Value base = base(place.address());
        return offset == null ? base : base.plus(offset);
    }

    /**
     * The values of all operations for one element.
     *
     * @param index gives the index of the element in a place
     * @param position the row-major position of the element
     */
    List<Value> compute(List<ElementOp> operations, Function<Place, Value> index, Value position) {
        List<Value> values = new ArrayList<>();
        for (ElementOp s : operations) {
            Value v = value(s, values, index, position);
            values.add(s instanceof ElementOp.Constant ? v : code.let("value", v));
        }
        return values;
    }

    private Value value(
            ElementOp operation, List<Value> values, Function<Place, Value> index, Value position) {
        return switch (operation) {
            case ElementOp.Load l ->
                    code.load(parameters.of(l.place().arena()), index.apply(l.place()));
            case ElementOp.Constant c -> Value.of(ElementOps.kind(c.type()), c.value());
            case ElementOp.Coordinate c -> position.dividedBy(c.inner()).modulo(c.extent());
            case ElementOp.Count c -> counter(c.counter());
            case ElementOp.Unary u -> ops.unary(u.op(), values.get(u.x()));
            case ElementOp.Binary b -> ops.binary(b.op(), values.get(b.a()), values.get(b.b()));
            case ElementOp.Compare c -> ops.compare(c.op(), values.get(c.a()), values.get(c.b()));
            case ElementOp.Select s ->
                    ops.select(values.get(s.condition()), values.get(s.a()), values.get(s.b()));
            case ElementOp.Cast c -> ops.cast(values.get(c.x()), c.type());
            case ElementOp.Bits b -> bits(b, values.get(b.position()));
            case ElementOp.Pick p -> pick(p, values, index.apply(p.place()));
            case ElementOp.Watch w -> watch(w, values.get(w.x()));
        };
    }

    private Value bits(ElementOp.Bits bits, Value position) {
        Place key = bits.key();
        Value[] words = new Value[3];
        for (int i = 0; i < 3; i++) {
            Value at = base(key.address()).plus(i * key.strides().getLast());
            words[i] = code.let("key", code.load(parameters.of(key.arena()), at));
        }
        return PhiloxCode.word(code, position, words[0], words[1], words[2], bits.site());
    }

    private Value pick(ElementOp.Pick pick, List<Value> values, Value rowZero) {
        Value row = values.get(pick.index());
        KernelCode.Variable picked =
                code.variable("picked", Value.of(ElementOps.kind(pick.type()), 0));
        Value at = rowZero.plus(row.times(pick.stride()));
        whenInside(
                row,
                pick.rows(),
                values.get(pick.position()),
                pick.fault(),
                () -> code.set(picked, code.load(parameters.of(pick.place().arena()), at)));
        return picked.value();
    }

    /** Does something if a row lies in 0 … rows − 1. Otherwise raises the fault. */
    void whenInside(Value row, int rows, Value position, Fault.Outside fault, Runnable then) {
        Value low = Condition.less(row, Value.of(0)).negatedAsInt();
        Value inside = code.let("inside", low.and(Condition.less(row, Value.of(rows)).asInt()));
        code.when(Condition.of(inside), then);
        code.when(
                Condition.equal(inside, Value.of(0)),
                () -> {
                    raise(fault.cell(), position.plus(1));
                    raise(fault.cell() + 1, row);
                });
    }

    private void raise(int cell, Value value) {
        code.store(parameters.of(Fault.ARENA), Value.of(cell), value);
    }

    /** Of several faults in a run, the first is kept. */
    private Value watch(ElementOp.Watch watch, Value x) {
        Value finite = code.let("finite", ops.isFinite(x));
        Value cell = Value.of(watch.fault().cell());
        code.when(
                Condition.equal(finite, Value.of(0)),
                () -> {
                    Value before = code.let("before", code.load(parameters.of(Fault.ARENA), cell));
                    code.when(
                            Condition.equal(before, Value.of(0)),
                            () -> raise(watch.fault().cell(), Value.of(watch.fault().code())));
                });
        return x;
    }
}
