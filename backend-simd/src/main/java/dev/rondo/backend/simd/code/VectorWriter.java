package dev.rondo.backend.simd.code;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import dev.rondo.backend.simd.code.Formula.Kind;
import dev.rondo.backend.simd.lanes.Lanes;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Consumer;

/**
 * Writes operations on vectors into a method of a generated class. They are calls of the Vector
 * API, which HotSpot always inlines. It does not always inline methods of Rondo, so there are none.
 */
final class VectorWriter {
    private static final ClassDesc VECTOR = desc(Vector.class);
    private static final ClassDesc MASK = desc(VectorMask.class);
    private static final ClassDesc SPECIES = desc(VectorSpecies.class);
    private static final ClassDesc OPERATORS = desc(VectorOperators.class);
    private static final ClassDesc COMPARISON = desc(VectorOperators.Comparison.class);
    private static final ClassDesc BINARY = desc(VectorOperators.Binary.class);
    private static final ClassDesc LANES = desc(Lanes.class);

    private final CodeBuilder code;
    private final boolean wide;

    /** The class of vectors of numbers. */
    private final ClassDesc numbers;

    /** The class of vectors of their bits. */
    private final ClassDesc bits;

    private final ClassDesc number;

    /**
     * Code of this method.
     *
     * @param wide whether numbers have 64 bits, not 32
     */
    VectorWriter(CodeBuilder code, boolean wide) {
        this.code = code;
        this.wide = wide;
        numbers = desc(wide ? DoubleVector.class : FloatVector.class);
        bits = desc(wide ? LongVector.class : IntVector.class);
        number = element(wide);
    }

    /** The type of numbers. */
    static ClassDesc element(boolean wide) {
        return wide ? CD_double : CD_float;
    }

    /**
     * An instance of a new class of this package.
     *
     * @param type the interface that it implements
     * @param methods writes its methods
     */
    static <T> T instance(Class<T> type, Consumer<ClassBuilder> methods) {
        MethodHandles.Lookup here = MethodHandles.lookup();
        byte[] bytes =
                ClassFile.of(
                                ClassFile.ClassHierarchyResolverOption.of(
                                        ClassHierarchyResolver.ofClassLoading(here)))
                        .build(
                                ClassDesc.of(VectorWriter.class.getPackageName(), "Generated"),
                                c -> {
                                    c.withFlags(ClassFile.ACC_FINAL);
                                    c.withInterfaceSymbols(desc(type));
                                    c.withMethodBody(
                                            ConstantDescs.INIT_NAME,
                                            ConstantDescs.MTD_void,
                                            0,
                                            VectorWriter::constructor);
                                    methods.accept(c);
                                });
        try {
            MethodHandles.Lookup made = here.defineHiddenClass(bytes, true);
            return type.cast(
                    made.findConstructor(made.lookupClass(), MethodType.methodType(void.class))
                            .invoke());
        } catch (Throwable e) {
            throw new IllegalStateException("a generated " + type.getSimpleName() + " is wrong", e);
        }
    }

    private static void constructor(CodeBuilder code) {
        code.aload(0);
        code.invokespecial(
                ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
        code.return_();
    }

    static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    /** Puts the species of numbers on the stack. */
    void species() {
        species(Kind.NUMBER);
    }

    private void species(Kind kind) {
        String name = kind == Kind.BITS ? (wide ? "LONG" : "INT") : (wide ? "DOUBLE" : "FLOAT");
        code.getstatic(LANES, name, SPECIES);
    }

    /** Puts the number of lanes on the stack. */
    void length() {
        species();
        code.invokeinterface(SPECIES, "length", MethodTypeDesc.of(CD_int));
    }

    /** Makes a vector of the number on the stack. The species is below it. */
    void broadcast() {
        code.invokestatic(numbers, "broadcast", MethodTypeDesc.of(numbers, SPECIES, number));
    }

    /** Makes a vector of this number. */
    void constant(double value) {
        species();
        if (wide) {
            code.loadConstant(value);
        } else {
            code.loadConstant((float) value);
        }
        broadcast();
    }

    /** Makes a vector of these bits. */
    void constant(long value) {
        species(Kind.BITS);
        lane(value);
        code.invokestatic(
                bits, "broadcast", MethodTypeDesc.of(bits, SPECIES, wide ? CD_long : CD_int));
    }

    private void lane(long value) {
        if (wide) {
            code.loadConstant(value);
        } else {
            code.loadConstant((int) value);
        }
    }

    /** Makes a mask of the bits on the stack, a long. The species is below it. */
    void mask() {
        code.invokestatic(MASK, "fromLong", MethodTypeDesc.of(MASK, SPECIES, CD_long));
    }

    /** Takes the bits of the mask on the stack, as a long. */
    void maskBits() {
        code.invokevirtual(MASK, "toLong", MethodTypeDesc.of(CD_long));
    }

    /** Loads a vector of numbers. Species, array and position are on the stack. */
    void fromArray() {
        code.invokestatic(
                numbers,
                "fromArray",
                MethodTypeDesc.of(numbers, SPECIES, number.arrayType(), CD_int));
    }

    /** Stores a vector of numbers. The vector, array and position are on the stack. */
    void intoArray() {
        code.invokevirtual(
                numbers,
                "intoArray",
                MethodTypeDesc.of(ConstantDescs.CD_void, number.arrayType(), CD_int));
    }

    /**
     * Calls a method of vectors or masks.
     *
     * @param of the kind of value that has the method
     * @param operands types of its parameters; they are on the stack, above the value on which the
     *     method is called
     */
    void call(Kind of, String method, Kind result, Kind... operands) {
        ClassDesc[] parameters = new ClassDesc[operands.length];
        for (int i = 0; i < operands.length; i++) {
            parameters[i] = operands[i] == Kind.TRUTH ? MASK : VECTOR;
        }
        code.invokevirtual(type(of), method, MethodTypeDesc.of(type(result), parameters));
    }

    /** Compares two vectors of numbers: the one on the stack and the one in local variable b. */
    void compare(String how, int b) {
        code.getstatic(OPERATORS, how, COMPARISON).aload(b);
        code.invokevirtual(numbers, "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
    }

    /** Shifts the bits on the stack. */
    void shift(String how, int by) {
        code.getstatic(OPERATORS, how, BINARY);
        lane(by);
        code.invokevirtual(
                bits, "lanewise", MethodTypeDesc.of(bits, BINARY, wide ? CD_long : CD_int));
    }

    /** Takes the numbers on the stack as bits, or the reverse. */
    void reinterpret(Kind as) {
        if (as == Kind.BITS) {
            String name = wide ? "reinterpretAsLongs" : "reinterpretAsInts";
            code.invokevirtual(numbers, name, MethodTypeDesc.of(bits));
        } else {
            String name = wide ? "reinterpretAsDoubles" : "reinterpretAsFloats";
            code.invokevirtual(bits, name, MethodTypeDesc.of(numbers));
        }
    }

    private ClassDesc type(Kind kind) {
        return switch (kind) {
            case NUMBER -> numbers;
            case BITS -> bits;
            case TRUTH -> MASK;
        };
    }
}
