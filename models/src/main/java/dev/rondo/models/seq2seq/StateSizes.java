package dev.rondo.models.seq2seq;

import dev.rondo.array.DType;
import dev.rondo.cell.Cell;
import dev.rondo.cell.States;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Tensor;

import java.util.ArrayList;
import java.util.List;

/** Asks cells for the form of their states, before anything is traced. */
final class StateSizes {
    private StateSizes() {}

    /** The state of one row. */
    static <S extends Record> S of(Cell<S> cell) {
        return cell.initialState(Graph.root("sizes", DType.F32), 1);
    }

    /** The float tensors of states [B, …] side by side: [B, N]. */
    static List<Tensor> rows(List<? extends Record> states) {
        List<Tensor> rows = new ArrayList<>();
        for (Record state : states) {
            for (Tensor t : States.tensors(state)) {
                if (t.dtype().isFloat()) {
                    rows.add(t.reshape(t.dim(0), width(t)));
                }
            }
        }
        return rows;
    }

    /** Numbers that a tensor [B, …] has for each row. */
    static int width(Tensor t) {
        return Math.toIntExact(t.shape().tail().size());
    }
}
