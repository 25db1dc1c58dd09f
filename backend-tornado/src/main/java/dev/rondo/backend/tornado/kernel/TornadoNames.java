package dev.rondo.backend.tornado.kernel;

import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;

/**
 * The types of TornadoVM that generated kernels name. They are given by name only, so kernels can
 * be generated and checked without TornadoVM.
 */
final class TornadoNames {
    private static final String API = "uk.ac.manchester.tornado.api";

    /** The type with ids of work-items, barriers and local memory. */
    static final ClassDesc CONTEXT = ClassDesc.of(API + ".KernelContext");

    /** The type with functions of one number. */
    static final ClassDesc MATH = ClassDesc.of(API + ".math.TornadoMath");

    /** The array of numbers of a kind. */
    static ClassDesc array(TypeKind kind) {
        String name =
                switch (kind) {
                    case INT -> "IntArray";
                    case FLOAT -> "FloatArray";
                    case DOUBLE -> "DoubleArray";
                    default -> throw new IllegalArgumentException("no arrays of " + kind);
                };
        return ClassDesc.of(API + ".types.arrays." + name);
    }

    /** The function type of a task with this many arguments. */
    static ClassDesc task(int arguments) {
        return ClassDesc.of(API + ".common.TornadoFunctions$Task" + arguments);
    }

    private TornadoNames() {}
}
