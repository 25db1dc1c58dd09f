package dev.rondo.contract;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.cell.Cell;
import dev.rondo.cell.Recurrence;
import dev.rondo.cell.States;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Program;
import dev.rondo.graph.Tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A state that a cell reaches from its initial state over drawn inputs. Not every cell can start
 * from drawn numbers: a number by which it divides could be near zero, or negative.
 */
final class ReachedState {
    private static final String ENTRY = "reach";
    private static final int STEPS = 2;

    private ReachedState() {}

    /** The tensors of that state, in order; floats as float64. */
    static <S extends Record> List<Array> of(Cell<S> cell, CellSizes sizes) {
        Array xs = Samples.uniform(31, -1, 1, sizes.sequence(STEPS).dims());
        Entry entry =
                Entry.trace(
                        ENTRY,
                        DType.F64,
                        t -> {
                            Tensor x = t.input("x", xs.shape().dims());
                            S last = Recurrence.of(cell).over(x).last();
                            int i = 0;
                            for (Tensor part : States.tensors(last)) {
                                t.output("" + i++, part);
                            }
                        });
        var read = List.copyOf(entry.graph().reads().keySet());
        Program program = new Program(DType.F64, read, 1, Map.of(ENTRY, entry));
        List<Array> reached = new ArrayList<>();
        try (Executable e = Target.reference().open().compile(program)) {
            Subject.draw(read).forEach(e::write);
            e.run(ENTRY, Map.of("x", xs)).values().forEach(a -> reached.add(a.copy()));
        }
        return reached;
    }
}
