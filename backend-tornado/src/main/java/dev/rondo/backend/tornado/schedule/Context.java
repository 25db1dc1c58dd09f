package dev.rondo.backend.tornado.schedule;

import dev.rondo.array.Array;
import dev.rondo.graph.Node;
import dev.rondo.kernels.View;

import java.util.ArrayList;
import java.util.List;

/** What the graphs of an entry share while they are lowered. */
final class Context {
    /** A constant and its place. */
    record Known(View place, Array value) {}

    private final Origins origins = new Origins();
    private final boolean debug;
    private final List<Fault> faults = new ArrayList<>();
    private final List<View> cells = new ArrayList<>();
    private final List<Known> constants = new ArrayList<>();
    private int watches;
    private View watchCell;

    /**
     * The context of an entry.
     *
     * @param debug whether to check that every result of a float type is finite
     */
    Context(boolean debug) {
        this.debug = debug;
    }

    Origins origins() {
        return origins;
    }

    boolean debug() {
        return debug;
    }

    List<Fault> faults() {
        return faults;
    }

    /**
     * The cells of all faults: a vector for each fault, whose first element says whether it was
     * raised.
     */
    List<View> cells() {
        return cells;
    }

    List<Known> constants() {
        return constants;
    }

    /** The place of a constant. */
    View constant(Array value) {
        View place = origins.reserve(Area.INPUTS, value.dtype(), value.shape());
        constants.add(new Known(place, value));
        return place;
    }

    private View cell() {
        View v = origins.faultCells();
        cells.add(v);
        return v;
    }

    private int offset(View cell) {
        return ((Origins.Origin.Fixed) origins.of(cell.storage())).offset();
    }

    /** A new fault for an index outside a table. */
    Fault.Outside outside(Node n, int rows) {
        Fault.Outside fault = new Fault.Outside(offset(cell()), n.describe(), rows);
        faults.add(fault);
        return fault;
    }

    /** In debugging, the value with a check that it is finite. Otherwise the value itself. */
    Formula watched(Node n, Formula f) {
        if (!debug || !f.type().isFloat()) {
            return f;
        }
        if (watchCell == null) {
            watchCell = cell();
        }
        watches++;
        var fault = new Fault.NotFinite(offset(watchCell), n.describe(), watches);
        faults.add(fault);
        return new Formula.Watch(f, fault);
    }
}
