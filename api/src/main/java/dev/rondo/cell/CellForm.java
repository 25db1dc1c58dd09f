package dev.rondo.cell;

import dev.rondo.graph.Part;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;

import java.util.Arrays;
import java.util.Map;

/**
 * The name and sizes of a cell, with which it checks what its step is given. Without this check, a
 * state of one row or one unit would be stretched to fit, and the results would be wrong.
 */
public final class CellForm {
    private final Part part;
    private final int inputSize;
    private final int[] stateSizes;

    private CellForm(Part part, int inputSize, int[] stateSizes) {
        this.part = part;
        this.inputSize = inputSize;
        this.stateSizes = stateSizes;
    }

    /**
     * The form of a cell.
     *
     * @param kind what messages call it, such as {@code LSTM}
     * @param scope where it declares its variables
     * @param inputSize I of its inputs [B, I]
     * @param stateSizes the extent of the last axis, for each tensor [B, …] of its state
     */
    public static CellForm of(String kind, Scope scope, int inputSize, int... stateSizes) {
        return new CellForm(Part.of(kind, scope), inputSize, stateSizes.clone());
    }

    /** The result of {@link Cell#title}: the kind and the path of the scope. */
    public String title() {
        return part.toString();
    }

    /**
     * Checks a step's input and state. They must be float tensors whose last axis has the cell's
     * size, and whose other axes are the same.
     *
     * @throws TraceException when one has another form; the message names the cell's scope
     */
    public void check(Tensor x, Record state) {
        part.floats("a step's input", x, "...", inputSize);
        Map<String, Tensor> parts = States.parts(state);
        if (parts.size() != stateSizes.length) {
            throw new TraceException(
                    title()
                            + " has a state of "
                            + stateSizes.length
                            + " tensors; got "
                            + parts.keySet());
        }
        Object[] axes = Arrays.stream(x.shape().dims()).boxed().toArray();
        int i = 0;
        for (Map.Entry<String, Tensor> e : parts.entrySet()) {
            axes[axes.length - 1] = stateSizes[i++];
            String what = "'" + e.getKey() + "' of its state beside an input " + x.type();
            part.floats(what, e.getValue(), axes);
        }
    }
}
