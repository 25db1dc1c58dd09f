package dev.rondo.backend.simd;

import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.rondo.array.DType;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.Expression;
import dev.rondo.kernels.Expression.Step;
import dev.rondo.kernels.UnaryOp;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a class for an expression: one loop over rows and vectors, in which every value is a local
 * variable and no method is called but those of the Vector API, which HotSpot always inlines. The
 * operands are in the order of the expression's values: the inputs, then the outputs as listed.
 */
final class FusedCode {
    private static final ClassDesc VECTOR = desc(Vector.class);
    private static final ClassDesc MASK = desc(VectorMask.class);
    private static final ClassDesc SPECIES = desc(VectorSpecies.class);
    private static final ClassDesc OPERATORS = desc(VectorOperators.class);
    private static final ClassDesc COMPARISON = desc(VectorOperators.Comparison.class);
    private static final ClassDesc BYTES = CD_byte.arrayType();
    private static final ClassDesc BITS = desc(Bits.class);
    private static final ClassDesc LANES = desc(Lanes.class);

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
    private final ClassDesc vector;
    private final ClassDesc element;
    private final CodeBuilder code;
    private final int[] array;
    private final int[] position;
    private final int[] local;
    private final Map<UnaryOp, MathCode> math = new EnumMap<>(UnaryOp.class);
    private int column;

    private FusedCode(Expression expression, List<Boolean> single, CodeBuilder code) {
        this.expression = expression;
        this.single = single;
        this.code = code;
        wide = isWide(expression);
        vector = desc(wide ? DoubleVector.class : FloatVector.class);
        element = wide ? ConstantDescs.CD_double : ConstantDescs.CD_float;
        int operands = expression.inputs().size() + expression.outputs().size();
        array = new int[operands];
        position = new int[operands];
        local = new int[expression.inputs().size() + expression.steps().size()];
    }

    /** Whether the expression's numbers have 64 bits. */
    static boolean isWide(Expression e) {
        return e.inputs().contains(DType.F64);
    }

    /** Whether all operations can be written as vector code. */
    static boolean supports(Expression e) {
        return e.steps().stream()
                .noneMatch(
                        s ->
                                s instanceof Step.Unary(UnaryOp op, int _)
                                        && (op == UnaryOp.SIGN
                                                || op == UnaryOp.SIN
                                                || op == UnaryOp.COS));
    }

    /**
     * An instance of a new class, a {@link FloatLoop} or a {@link DoubleLoop}.
     *
     * @param single which inputs are one number all along a row
     */
    static Object instance(Expression expression, List<Boolean> single) {
        MethodHandles.Lookup here = MethodHandles.lookup();
        ClassDesc name = ClassDesc.of(FusedCode.class.getPackageName(), "Fused");
        ClassDesc loop = desc(isWide(expression) ? DoubleLoop.class : FloatLoop.class);
        ClassDesc elements = isWide(expression) ? ConstantDescs.CD_double : ConstantDescs.CD_float;
        ClassDesc ints = CD_int.arrayType();
        MethodTypeDesc type =
                MethodTypeDesc.of(
                        CD_void,
                        elements.arrayType(2),
                        CD_byte.arrayType(2),
                        ints,
                        ints,
                        CD_int,
                        CD_int);
        byte[] bytes =
                ClassFile.of(
                                ClassFile.ClassHierarchyResolverOption.of(
                                        java.lang.classfile.ClassHierarchyResolver.ofClassLoading(
                                                here)))
                        .build(
                                name,
                                c -> {
                                    c.withFlags(ClassFile.ACC_FINAL);
                                    c.withInterfaceSymbols(loop);
                                    c.withMethodBody(
                                            ConstantDescs.INIT_NAME,
                                            ConstantDescs.MTD_void,
                                            0,
                                            b ->
                                                    b.aload(0)
                                                            .invokespecial(
                                                                    ConstantDescs.CD_Object,
                                                                    ConstantDescs.INIT_NAME,
                                                                    ConstantDescs.MTD_void)
                                                            .return_());
                                    c.withMethodBody(
                                            "run",
                                            type,
                                            ClassFile.ACC_PUBLIC,
                                            b -> new FusedCode(expression, single, b).write());
                                });
        try {
            MethodHandles.Lookup made = here.defineHiddenClass(bytes, true);
            return made.findConstructor(made.lookupClass(), MethodType.methodType(void.class))
                    .invoke();
        } catch (Throwable e) {
            throw new IllegalStateException("generated code for " + expression + " is wrong", e);
        }
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
        // in the loop, from which HotSpot takes them: some vectors from outside would be objects
        for (Step step : expression.steps()) {
            if (step instanceof Step.Unary(UnaryOp op, int _) && MathCode.has(op)) {
                math.computeIfAbsent(op, o -> new MathCode(o, wide, code));
            }
        }
        for (int v = 0; v < inputs; v++) {
            if (single.get(v)) {
                repeat(v, number[v]);
            } else {
                load(v);
            }
        }
        for (int s = 0; s < expression.steps().size(); s++) {
            step(expression.steps().get(s));
            store(inputs + s);
        }
        for (int k = inputs; k < array.length; k++) {
            deliver(k, expression.outputs().get(k - inputs));
        }
        code.iload(column);
        species();
        code.invokeinterface(SPECIES, "length", MethodTypeDesc.of(CD_int));
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

    private void species() {
        code.getstatic(LANES, wide ? "DOUBLE" : "FLOAT", SPECIES);
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
        TypeKind kind = type(v) == DType.BOOL ? TypeKind.LONG : TypeKind.from(element);
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

    /** Makes a vector of what {@link #number} has left. */
    private void repeat(int v, int number) {
        species();
        if (type(v) == DType.BOOL) {
            code.lload(number);
            code.invokestatic(MASK, "fromLong", MethodTypeDesc.of(MASK, SPECIES, CD_long));
        } else {
            code.loadLocal(TypeKind.from(element), number);
            code.invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, element));
        }
        store(v);
    }

    private void load(int v) {
        species();
        place(v);
        if (type(v) == DType.BOOL) {
            species();
            code.invokeinterface(SPECIES, "length", MethodTypeDesc.of(CD_int));
            code.invokestatic(BITS, "load", MethodTypeDesc.of(CD_long, BYTES, CD_int, CD_int));
            code.invokestatic(MASK, "fromLong", MethodTypeDesc.of(MASK, SPECIES, CD_long));
        } else {
            code.invokestatic(
                    vector,
                    "fromArray",
                    MethodTypeDesc.of(vector, SPECIES, element.arrayType(), CD_int));
        }
        store(v);
    }

    private void deliver(int operand, int value) {
        code.aload(local[value]);
        if (type(operand) == DType.BOOL) {
            code.invokevirtual(MASK, "toLong", MethodTypeDesc.of(CD_long));
            place(operand);
            species();
            code.invokeinterface(SPECIES, "length", MethodTypeDesc.of(CD_int));
            code.invokestatic(
                    BITS, "store", MethodTypeDesc.of(CD_void, CD_long, BYTES, CD_int, CD_int));
        } else {
            place(operand);
            code.invokevirtual(
                    vector, "intoArray", MethodTypeDesc.of(CD_void, element.arrayType(), CD_int));
        }
    }

    /** Leaves the result on the stack. */
    private void step(Step step) {
        switch (step) {
            case Step.Unary(UnaryOp op, int x) -> {
                switch (op) {
                    case NOT -> {
                        code.aload(local[x]);
                        code.invokevirtual(MASK, "not", MethodTypeDesc.of(MASK));
                    }
                    case NEG, ABS, SQRT -> {
                        code.aload(local[x]);
                        String name = op.name().toLowerCase(Locale.ROOT);
                        code.invokevirtual(vector, name, MethodTypeDesc.of(vector));
                    }
                    default -> math.get(op).apply(local[x]);
                }
            }
            case Step.Binary(BinaryOp op, int a, int b) -> {
                code.aload(local[a]).aload(local[b]);
                String name = op.name().toLowerCase(Locale.ROOT);
                boolean truth = op == BinaryOp.AND || op == BinaryOp.OR;
                code.invokevirtual(
                        truth ? MASK : vector,
                        name,
                        truth ? MethodTypeDesc.of(MASK, MASK) : MethodTypeDesc.of(vector, VECTOR));
            }
            case Step.Compare(var op, int a, int b) -> {
                code.aload(local[a]).getstatic(OPERATORS, op.name(), COMPARISON).aload(local[b]);
                code.invokevirtual(vector, "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
            }
            case Step.Select(int condition, int a, int b) -> {
                code.aload(local[b]).aload(local[a]).aload(local[condition]);
                code.invokevirtual(vector, "blend", MethodTypeDesc.of(vector, VECTOR, MASK));
            }
        }
    }

    private static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }
}
