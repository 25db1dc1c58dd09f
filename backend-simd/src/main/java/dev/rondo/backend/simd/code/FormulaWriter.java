package dev.rondo.backend.simd.code;

import dev.rondo.backend.simd.code.Formula.Kind;
import dev.rondo.backend.simd.code.Formula.VectorOp;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.util.List;

/** Writes a formula into other code. */
final class FormulaWriter {
    private final Formula formula;
    private final CodeBuilder code;
    private final VectorWriter vectors;

    /** The local variable of each value; 0 while it has none. */
    private final int[] local;

    /** Writes the constants. Values that are computed from an argument come after them. */
    FormulaWriter(Formula formula, CodeBuilder code, VectorWriter vectors) {
        this.formula = formula;
        this.code = code;
        this.vectors = vectors;
        local = new int[formula.operations().size() + 1];
        for (int value = 1; value < local.length; value++) {
            if (operation(value) instanceof VectorOp.ConstantNumber(double number)) {
                vectors.constant(number);
                store(value);
            } else if (operation(value) instanceof VectorOp.ConstantBits(long bits)) {
                vectors.constant(bits);
                store(value);
            }
        }
    }

    /** Writes the formula for the value of a local variable. Leaves the result on the stack. */
    void apply(int x) {
        local[0] = x;
        int[] reads = new int[local.length];
        for (VectorOp operation : formula.operations()) {
            for (int operand : operation.operands()) {
                reads[operand]++;
            }
        }
        int value = computed(1);
        boolean loaded = false;
        while (true) {
            if (!loaded) {
                code.aload(local[operation(value).operands().getFirst()]);
            }
            write(operation(value));
            int next = computed(value + 1);
            if (next == local.length) {
                return;
            }
            // a value that only the next operation needs stays on the stack, because methods must
            // be
            // short
            loaded = reads[value] == 1 && operation(next).operands().getFirst() == value;
            if (!loaded) {
                store(value);
            }
            value = next;
        }
    }

    private VectorOp operation(int value) {
        return formula.operations().get(value - 1);
    }

    /** The first value, from this one on, that is not a constant. */
    private int computed(int value) {
        int v = value;
        while (v < local.length && operation(v).operands().isEmpty()) {
            v++;
        }
        return v;
    }

    private void store(int value) {
        if (local[value] == 0) {
            local[value] = code.allocateLocal(TypeKind.REFERENCE);
        }
        code.astore(local[value]);
    }

    /** Writes an operation whose first operand is on the stack. */
    private void write(VectorOp operation) {
        switch (operation) {
            case VectorOp.Call(String method, Kind kind, List<Integer> operands) -> {
                Kind[] others = new Kind[operands.size() - 1];
                for (int i = 0; i < others.length; i++) {
                    code.aload(local[operands.get(i + 1)]);
                    others[i] = formula.kind(operands.get(i + 1));
                }
                vectors.call(formula.kind(operands.getFirst()), method, kind, others);
            }
            case VectorOp.Compare(String how, int _, int b) -> vectors.compare(how, local[b]);
            case VectorOp.Shift(String how, int _, int by) -> vectors.shift(how, by);
            case VectorOp.Reinterpret(Kind kind, int _) -> vectors.reinterpret(kind);
            case VectorOp.ConstantNumber _, VectorOp.ConstantBits _ ->
                    throw new IllegalStateException("a constant was written before");
        }
    }
}
