package dev.rondo.backend.simd.code;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.rondo.backend.simd.lanes.Lanes;
import dev.rondo.kernels.UnaryOp;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Locale;

/**
 * Writes the class that implements {@link FloatMath} or {@link DoubleMath}, with a loop for each
 * formula.
 */
final class LoopWriter {
    // parameters of the methods
    private static final int X = 1;
    private static final int A = 2;
    private static final int O = 3;
    private static final int AT = 4;
    private static final int N = 5;

    private LoopWriter() {}

    /**
     * An instance of a new class.
     *
     * @param type the interface that it implements, with a method for each formula, named after the
     *     operation
     * @param element type of the elements of its arrays
     */
    static <T> T instance(Class<T> type, Class<?> element) {
        boolean wide = element == double.class;
        ClassDesc array = VectorWriter.element(wide).arrayType();
        MethodTypeDesc signature = MethodTypeDesc.of(CD_void, array, CD_int, array, CD_int, CD_int);
        return VectorWriter.instance(
                type,
                c -> {
                    for (UnaryOp op : UnaryOp.values()) {
                        if (Formulas.has(op)) {
                            c.withMethodBody(
                                    op.name().toLowerCase(Locale.ROOT),
                                    signature,
                                    ClassFile.ACC_PUBLIC,
                                    code -> loop(Formulas.of(op, wide), wide, code));
                        }
                    }
                });
    }

    /** Constants, and then {@code for (int i = 0; i < n; i += lanes) { … }}. */
    private static void loop(Formula formula, boolean wide, CodeBuilder code) {
        VectorWriter vectors = new VectorWriter(code, wide);
        FormulaWriter written = new FormulaWriter(formula, code, vectors);
        int i = code.allocateLocal(TypeKind.INT);
        int x = code.allocateLocal(TypeKind.REFERENCE);
        Label next = code.newLabel();
        Label end = code.newLabel();
        code.iconst_0().istore(i);
        code.labelBinding(next).iload(i).iload(N).if_icmpge(end);
        vectors.species();
        code.aload(X).iload(A).iload(i).iadd();
        vectors.fromArray();
        code.astore(x);
        written.apply(x);
        code.aload(O).iload(AT).iload(i).iadd();
        vectors.intoArray();
        code.iinc(i, (wide ? Lanes.DOUBLE : Lanes.FLOAT).length());
        code.goto_(next);
        code.labelBinding(end).return_();
    }
}
