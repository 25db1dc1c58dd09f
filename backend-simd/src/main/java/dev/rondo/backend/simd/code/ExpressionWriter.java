package dev.rondo.backend.simd.code;

import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.rondo.array.DType;
import dev.rondo.backend.simd.code.Formula.Kind;
import dev.rondo.backend.simd.lanes.Bits;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.CompareOp;
import dev.rondo.kernels.Expression;
import dev.rondo.kernels.Expression.Operation;
import dev.rondo.kernels.UnaryOp;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a class for an expression: one loop over rows and vectors, in which every value is a local
 * variable. It calls only methods of the Vector API, which HotSpot always inlines. The operands are
 * in the order of the expression's values: the inputs, then the outputs as listed.
 */
public final class ExpressionWriter {
    private static final ClassDesc BYTES = CD_byte.arrayType();
    private static final ClassDesc BITS = VectorWriter.desc(Bits.class);

    // parameters of the method
    private static final int ARRAYS = 1;
    private static final int TRUTHS = 2;
    private static final int AT = 3;
    private static final int STEP = 4;
    private static final int ROWS = 5;
    private static final int COLUMNS = 6;

    private final Expression expression;
    private final List<Boolean> single;
    private final boolean wide;
    private final TypeKind element;
    private final CodeBuilder code;
    private final VectorWriter vectors;
    private final int[] array;
    private final int[] position;
    private final int[] local;
    private final Map<UnaryOp, FormulaWriter> math = new EnumMap<>(UnaryOp.class);
    private int column;

    private ExpressionWriter(Expression expression, List<Boolean> single, CodeBuilder code) {
        this.expression = expression;
        this.single = single;
        this.code = code;
        wide = isWide(expression);
        vectors = new VectorWriter(code, wide);
        element = TypeKind.from(VectorWriter.element(wide));
        int operands = expression.inputs().size() + expression.outputs().size();
        array = new int[operands];
        position = new int[operands];
        local = new int[expression.inputs().size() + expression.operations().size()];
    }

    /** Whether the expression's numbers have 64 bits. */
    static boolean isWide(Expression e) {
        return e.inputs().contains(DType.F64);
    }

    /** Whether all operations can be written as vector code. */
    public static boolean supports(Expression e) {
        return e.operations().stream()
                .noneMatch(
                        s ->
                                s instanceof Operation.Unary(UnaryOp op, int _)
                                        && (op == UnaryOp.SIGN
                                                || op == UnaryOp.SIN
                                                || op == UnaryOp.COS));
    }

    /**
     * An instance of a new class.
     *
     * @param loop {@link FloatExpressionCode} or {@link DoubleExpressionCode}, according to the
     *     type of the expression's numbers
     * @param single which inputs are a single number for the whole row
     */
    public static <T> T instance(Class<T> loop, Expression expression, List<Boolean> single) {
        ClassDesc ints = CD_int.arrayType();
        MethodTypeDesc signature =
                MethodTypeDesc.of(
                        CD_void,
                        VectorWriter.element(isWide(expression)).arrayType(2),
                        CD_byte.arrayType(2),
                        ints,
                        ints,
                        CD_int,
                        CD_int);
        return VectorWriter.instance(
                loop,
                c ->
                        c.withMethodBody(
                                "run",
                                signature,
                                ClassFile.ACC_PUBLIC,
                                code -> new ExpressionWriter(expression, single, code).write()));
    }

    private void write() {
        int inputs = expression.inputs().size();
        for (int k = 0; k < array.length; k++) {
            array[k] = code.allocateLocal(TypeKind.REFERENCE);
            position[k] = code.allocateLocal(TypeKind.INT);
            boolean truth = type(k) == DType.BOOL;
            code.aload(truth ? TRUTHS : ARRAYS).loadConstant(k).aaload().astore(array[k]);
        }
        int row = code.allocateLocal(TypeKind.INT);
        column = code.allocateLocal(TypeKind.INT);
        Label rows = code.newLabel();
        Label end = code.newLabel();
        code.iconst_0().istore(row).labelBinding(rows);
        code.iload(row).iload(ROWS).if_icmpge(end);
        for (int k = 0; k < array.length; k++) {
            code.aload(AT).loadConstant(k).iaload();
            code.aload(STEP).loadConstant(k).iaload().iload(row).imul().iadd();
            code.istore(position[k]);
        }
        int[] number = new int[inputs];
        for (int v = 0; v < inputs; v++) {
            if (single.get(v)) {
                number[v] = number(v);
            }
        }
        Label columns = code.newLabel();
        Label next = code.newLabel();
        code.iconst_0().istore(column).labelBinding(columns);
        code.iload(column).iload(COLUMNS).if_icmpge(next);
        // in the loop, out of which HotSpot moves them; some vectors made outside would be objects
        for (Operation operation : expression.operations()) {
            if (operation instanceof Operation.Unary(UnaryOp op, int _) && Formulas.has(op)) {
                math.computeIfAbsent(
                        op, o -> new FormulaWriter(Formulas.of(o, wide), code, vectors));
            }
        }
        for (int v = 0; v < inputs; v++) {
            if (single.get(v)) {
                repeat(v, number[v]);
            } else {
                load(v);
            }
        }
        for (int s = 0; s < expression.operations().size(); s++) {
            operation(expression.operations().get(s));
            store(inputs + s);
        }
        for (int k = inputs; k < array.length; k++) {
            deliver(k, expression.outputs().get(k - inputs));
        }
        code.iload(column);
        vectors.length();
        code.iadd().istore(column).goto_(columns);
        code.labelBinding(next);
        code.iinc(row, 1).goto_(rows);
        code.labelBinding(end).return_();
    }

    private DType type(int operand) {
        int inputs = expression.inputs().size();
        return expression.type(
                operand < inputs ? operand : expression.outputs().get(operand - inputs));
    }

    private void store(int value) {
        local[value] = code.allocateLocal(TypeKind.REFERENCE);
        code.astore(local[value]);
    }

    private void place(int operand) {
        code.aload(array[operand]).iload(position[operand]).iload(column).iadd();
    }

    /** Loads the number or truth value of a row into a local variable. */
    private int number(int v) {
        TypeKind kind = type(v) == DType.BOOL ? TypeKind.LONG : element;
        int number = code.allocateLocal(kind);
        code.aload(array[v]).iload(position[v]);
        if (type(v) == DType.BOOL) {
            code.baload().ineg().i2l();
        } else {
            code.arrayLoad(kind);
        }
        code.storeLocal(kind, number);
        return number;
    }

    /** Makes a vector of the number that {@link #number} has loaded. */
    private void repeat(int v, int number) {
        vectors.species();
        if (type(v) == DType.BOOL) {
            code.lload(number);
            vectors.mask();
        } else {
            code.loadLocal(element, number);
            vectors.broadcast();
        }
        store(v);
    }

    private void load(int v) {
        vectors.species();
        place(v);
        if (type(v) == DType.BOOL) {
            vectors.length();
            code.invokestatic(BITS, "load", MethodTypeDesc.of(CD_long, BYTES, CD_int, CD_int));
            vectors.mask();
        } else {
            vectors.fromArray();
        }
        store(v);
    }

    private void deliver(int operand, int value) {
        code.aload(local[value]);
        if (type(operand) == DType.BOOL) {
            vectors.maskBits();
            place(operand);
            vectors.length();
            code.invokestatic(
                    BITS, "store", MethodTypeDesc.of(CD_void, CD_long, BYTES, CD_int, CD_int));
        } else {
            place(operand);
            vectors.intoArray();
        }
    }

    /** Leaves the result on the stack. */
    private void operation(Operation operation) {
        switch (operation) {
            case Operation.Unary(UnaryOp op, int x) when Formulas.has(op) ->
                    math.get(op).apply(local[x]);
            case Operation.Unary(UnaryOp op, int x) -> {
                code.aload(local[x]);
                Kind kind = op == UnaryOp.NOT ? Kind.TRUTH : Kind.NUMBER;
                vectors.call(kind, name(op), kind);
            }
            case Operation.Binary(BinaryOp op, int a, int b) -> {
                code.aload(local[a]).aload(local[b]);
                boolean truth = op == BinaryOp.AND || op == BinaryOp.OR;
                Kind kind = truth ? Kind.TRUTH : Kind.NUMBER;
                vectors.call(kind, name(op), kind, kind);
            }
            case Operation.Compare(CompareOp op, int a, int b) -> {
                code.aload(local[a]);
                vectors.compare(op.name(), local[b]);
            }
            case Operation.Select(int condition, int a, int b) -> {
                code.aload(local[b]).aload(local[a]).aload(local[condition]);
                vectors.call(Kind.NUMBER, "blend", Kind.NUMBER, Kind.NUMBER, Kind.TRUTH);
            }
        }
    }

    /** The name of the operation in the Vector API. */
    private static String name(Enum<?> op) {
        return op.name().toLowerCase(Locale.ROOT);
    }
}
