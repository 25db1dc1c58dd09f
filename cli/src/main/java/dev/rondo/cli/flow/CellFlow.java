package dev.rondo.cli.flow;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.cell.Cell;
import dev.rondo.cell.CellFactory;
import dev.rondo.cell.RecurrentStack;
import dev.rondo.cell.SequenceLayer;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;
import dev.rondo.models.cell.CellKind;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Layers of cells as they start, which read random symbols as one-hot vectors. The loss is the
 * product of the last step's output with a vector of length 1.
 */
public final class CellFlow implements FlowNetwork {
    private static final String SYMBOLS = "symbols";
    private static final String DIRECTION = "direction";

    private final CellKind cell;
    private final Start start;
    private final Sizes sizes;
    private final Scope scope = Scope.root();
    private final RecurrentStack stack;

    /** Declares the cells' variables in a scope of its own. */
    public CellFlow(CellKind cell, Start start, Sizes sizes) {
        this.cell = cell;
        this.start = start;
        this.sizes = sizes;
        this.stack = stack(scope, 0);
    }

    private RecurrentStack stack(Scope into, long seed) {
        CellFactory cells = start.cells(cell, seed, sizes.steps());
        List<SequenceLayer> layers = new ArrayList<>();
        int size = sizes.symbols();
        for (int i = 0; i < sizes.layers(); i++) {
            Scope layer = into.child("cells." + i);
            layers.add(
                    sizes.bothWays()
                            ? SequenceLayer.bidirectional(
                                    made(cells, layer.child("forwards"), size),
                                    made(cells, layer.child("backwards"), size))
                            : SequenceLayer.of(made(cells, layer, size)));
            size = sizes.bothWays() ? 2 * sizes.hidden() : sizes.hidden();
        }
        return new RecurrentStack(layers);
    }

    private Cell<?> made(CellFactory cells, Scope scope, int inputSize) {
        return cells.create(scope, inputSize, sizes.hidden());
    }

    /** This network with weights that each seed draws. */
    public FlowSubject subject() {
        return new FlowSubject(start.with(cell), this, Optional.empty());
    }

    @Override
    public int batch() {
        return sizes.batch();
    }

    @Override
    public List<Variable> variables() {
        return scope.variables();
    }

    @Override
    public Map<String, Array> start(long seed) {
        Scope drawn = Scope.root();
        stack(drawn, seed);
        return drawn.initial(seed, DType.F64);
    }

    @Override
    public Map<String, Array> inputs(long seed) {
        int width = sizes.bothWays() ? 2 * sizes.hidden() : sizes.hidden();
        return Map.of(
                SYMBOLS,
                Drawn.symbols(seed, sizes.steps(), sizes.batch(), sizes.symbols()),
                DIRECTION,
                Drawn.directions(seed, sizes.batch(), width));
    }

    @Override
    public Tensor loss(Trace t) {
        Tensor symbols = t.input(SYMBOLS, DType.I32, sizes.steps(), sizes.batch());
        Tensor xs = Functions.oneHot(symbols, sizes.symbols(), t.graph().dtype());
        Tensor last = stack.over(xs, null).outputs().at(0, -1);
        return last.times(t.input(DIRECTION, sizes.batch(), last.dim(-1))).sum();
    }

    @Override
    public int heads() {
        return sizes.bothWays() ? 2 : 1;
    }
}
