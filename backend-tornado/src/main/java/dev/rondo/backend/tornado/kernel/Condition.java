package dev.rondo.backend.tornado.kernel;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;

/**
 * A truth value of a kernel: code that jumps when it is false.
 *
 * <p>The device compares only with {@code <} and {@code ==}. TornadoVM 5.2.0 turns {@code <=} into
 * the negation of {@code >}, which is true for NaN. The other comparisons are made of these two.
 */
@FunctionalInterface
interface Condition {
    /** Emits a jump to a label, taken when this is false. */
    void unless(CodeBuilder cb, Label otherwise);

    /** a &lt; b; false when either is NaN. */
    static Condition less(Value a, Value b) {
        return (cb, otherwise) -> {
            a.push().accept(cb);
            b.push().accept(cb);
            switch (a.kind()) {
                case INT -> cb.if_icmpge(otherwise);
                case FLOAT -> cb.fcmpg().ifge(otherwise);
                case DOUBLE -> cb.dcmpg().ifge(otherwise);
                default -> throw new IllegalArgumentException("no comparison of " + a.kind());
            }
        };
    }

    /** a = b; false when either is NaN. */
    static Condition equal(Value a, Value b) {
        return (cb, otherwise) -> {
            a.push().accept(cb);
            b.push().accept(cb);
            switch (a.kind()) {
                case INT -> cb.if_icmpne(otherwise);
                case FLOAT -> cb.fcmpl().ifne(otherwise);
                case DOUBLE -> cb.dcmpl().ifne(otherwise);
                default -> throw new IllegalArgumentException("no comparison of " + a.kind());
            }
        };
    }

    /**
     * Whether 0 ≤ position &lt; items, in one comparison that tells TornadoVM's compiler nothing
     * about the position. When the compiler knows the range of a position, it fails on comparisons
     * that are always true in that range.
     */
    static Condition among(Value position, int items) {
        Value toEnd = Value.of(items - 1).minus(position);
        return less(Value.of(-1), position.or(toEnd));
    }

    /** Whether an int is not 0. */
    static Condition of(Value truth) {
        return (cb, otherwise) -> {
            truth.push().accept(cb);
            cb.ifeq(otherwise);
        };
    }

    /** This and then the other. The code of the other runs only when this is true. */
    default Condition and(Condition other) {
        return (cb, otherwise) -> {
            unless(cb, otherwise);
            other.unless(cb, otherwise);
        };
    }

    /** a if this is true, otherwise b. */
    default Value choose(Value a, Value b) {
        if (a.kind() != b.kind()) {
            throw new IllegalArgumentException("a choice of " + a.kind() + " and " + b.kind());
        }
        return new Value(
                a.kind(),
                cb -> {
                    Label otherwise = cb.newLabel();
                    Label end = cb.newLabel();
                    unless(cb, otherwise);
                    a.push().accept(cb);
                    cb.goto_(end).labelBinding(otherwise);
                    b.push().accept(cb);
                    cb.labelBinding(end);
                });
    }

    /** 1 if this is true, otherwise 0. */
    default Value asInt() {
        return choose(Value.of(1), Value.of(0));
    }

    /** 0 if this is true, otherwise 1. */
    default Value negatedAsInt() {
        return choose(Value.of(0), Value.of(1));
    }

    /** Whether a float or double is NaN. */
    static Condition isNaN(Value x) {
        return (cb, otherwise) -> {
            x.push().accept(cb);
            x.push().accept(cb);
            if (x.kind() == TypeKind.FLOAT) {
                cb.fcmpl().ifeq(otherwise);
            } else {
                cb.dcmpl().ifeq(otherwise);
            }
        };
    }
}
