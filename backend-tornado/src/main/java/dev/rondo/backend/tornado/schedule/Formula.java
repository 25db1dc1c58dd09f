package dev.rondo.backend.tornado.schedule;

import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.CompareOp;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.UnaryOp;
import dev.rondo.kernels.View;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The computation of an element of a tensor that nothing has needed in memory so far: a graph of
 * operations over views of the tensor's shape. An operation of form changes only the views.
 */
sealed interface Formula {
    /** A storage whose element i is the number i. It has no memory. */
    Storage NUMBERS = new Storage(DType.I32);

    /** Type of the element. */
    DType type();

    /** The element of a view. */
    record Load(View view) implements Formula {
        @Override
        public DType type() {
            return view.dtype();
        }
    }

    /** The same number everywhere. */
    record Number(DType type, double value) implements Formula {}

    /** The element of a view of {@link #NUMBERS}. */
    record Position(View view) implements Formula {
        @Override
        public DType type() {
            return DType.I32;
        }
    }

    /** The number of a loop's step. */
    record Count(Counter counter) implements Formula {
        @Override
        public DType type() {
            return DType.I32;
        }
    }

    /** See {@link ElementOp.Unary}. */
    record Unary(UnaryOp op, Formula x) implements Formula {
        @Override
        public DType type() {
            return x.type();
        }
    }

    /** See {@link ElementOp.Binary}. */
    record Binary(BinaryOp op, Formula a, Formula b) implements Formula {
        @Override
        public DType type() {
            return a.type();
        }
    }

    /** See {@link ElementOp.Compare}. */
    record Compare(CompareOp op, Formula a, Formula b) implements Formula {
        @Override
        public DType type() {
            return DType.BOOL;
        }
    }

    /** See {@link ElementOp.Select}. */
    record Select(Formula condition, Formula a, Formula b) implements Formula {
        @Override
        public DType type() {
            return a.type();
        }
    }

    /** See {@link ElementOp.Cast}. */
    record Cast(DType type, Formula x) implements Formula {}

    /** See {@link ElementOp.Bits}; the key is a vector of three elements. */
    record Bits(View key, int site, Formula position) implements Formula {
        @Override
        public DType type() {
            return DType.I32;
        }
    }

    /** See {@link ElementOp.Pick}; {@code row} shows row 0 of the table for every index. */
    record Pick(
            View row, Formula index, int stride, int rows, Formula position, Fault.Outside fault)
            implements Formula {
        @Override
        public DType type() {
            return row.dtype();
        }
    }

    /** See {@link ElementOp.Watch}. */
    record Watch(Formula x, Fault.NotFinite fault) implements Formula {
        @Override
        public DType type() {
            return x.type();
        }
    }

    /** 0, 1, 2, … in row-major order. */
    static Formula position(Shape shape) {
        return new Position(View.contiguous(NUMBERS, shape));
    }

    /** The formulas from which this one is computed. */
    default List<Formula> operands() {
        return switch (this) {
            case Load _, Number _, Position _, Count _ -> List.of();
            case Unary u -> List.of(u.x);
            case Binary b -> List.of(b.a, b.b);
            case Compare c -> List.of(c.a, c.b);
            case Select s -> List.of(s.condition, s.a, s.b);
            case Cast c -> List.of(c.x);
            case Bits b -> List.of(b.position);
            case Pick p -> List.of(p.index, p.position);
            case Watch w -> List.of(w.x);
        };
    }

    /** Visits these formulas and everything from which they are computed, each once. */
    static void walk(List<Formula> roots, Consumer<Formula> visitor) {
        Set<Formula> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        roots.forEach(f -> visit(f, seen, visitor));
    }

    private static void visit(Formula f, Set<Formula> seen, Consumer<Formula> visitor) {
        if (seen.add(f)) {
            f.operands().forEach(o -> visit(o, seen, visitor));
            visitor.accept(f);
        }
    }

    /** The cost of an element. Functions cost more than arithmetic. */
    default int cost() {
        int[] cost = new int[1];
        walk(
                List.of(this),
                f ->
                        cost[0] +=
                                switch (f) {
                                    case Load _, Number _, Position _, Count _ -> 0;
                                    case Cast _, Binary _, Compare _, Select _, Watch _ -> 1;
                                    case Unary u ->
                                            switch (u.op()) {
                                                case NEG, ABS, SIGN, NOT -> 1;
                                                default -> 8;
                                            };
                                    case Pick _ -> 8;
                                    case Bits _ -> 40;
                                });
        return cost[0];
    }

    /** This formula after an operation of form; null when a view cannot express it. */
    default Formula reshaped(UnaryOperator<View> form) {
        return reshaped(form, new IdentityHashMap<>());
    }

    private Formula reshaped(UnaryOperator<View> form, Map<Formula, Formula> done) {
        Formula known = done.get(this);
        if (known != null) {
            return known;
        }
        List<Formula> x = operands().stream().map(o -> o.reshaped(form, done)).toList();
        if (x.contains(null)) {
            return null;
        }
        Formula made =
                switch (this) {
                    case Number _, Count _ -> this;
                    case Load l -> {
                        View v = form.apply(l.view);
                        yield v == null ? null : new Load(v);
                    }
                    case Position p -> {
                        View v = form.apply(p.view);
                        yield v == null ? null : new Position(v);
                    }
                    case Unary u -> new Unary(u.op, x.get(0));
                    case Binary b -> new Binary(b.op, x.get(0), x.get(1));
                    case Compare c -> new Compare(c.op, x.get(0), x.get(1));
                    case Select _ -> new Select(x.get(0), x.get(1), x.get(2));
                    case Cast c -> new Cast(c.type, x.get(0));
                    case Bits b -> new Bits(b.key, b.site, x.get(0));
                    case Pick p -> {
                        View v = form.apply(p.row);
                        yield v == null
                                ? null
                                : new Pick(v, x.get(0), p.stride, p.rows, x.get(1), p.fault);
                    }
                    case Watch w -> new Watch(x.get(0), w.fault);
                };
        done.put(this, made);
        return made;
    }
}
