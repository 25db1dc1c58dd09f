package dev.rondo.backend.tornado.kernel;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The body of a kernel, while it is being written. Statements are emitted in the order of the
 * calls.
 *
 * <p>Every local variable gets an entry in the table of local variables, because TornadoVM reads
 * it. Loops and conditions are structured and have one exit, because TornadoVM writes them as C.
 */
final class KernelCode {
    private static final ClassDesc INTEGER = ConstantDescs.CD_Integer;
    private static final MethodTypeDesc BARRIER = MethodTypeDesc.of(ConstantDescs.CD_void);
    private static final MethodTypeDesc UNBOX = MethodTypeDesc.of(ConstantDescs.CD_int);

    /** No device has work-groups of 2 to the power of this. */
    private static final int LARGEST_GROUP_BITS = 20;

    private final CodeBuilder cb;
    private final List<Local> locals = new ArrayList<>();
    private int nextSlot;

    /** 0, which only the device's compiler knows. */
    private Value nothing;

    private record Local(int slot, String name, ClassDesc type) {}

    /** A variable that can be set again. */
    record Variable(Value value, int slot) {}

    /** A parameter that holds numbers in the device's global memory. */
    record Global(int slot, TypeKind kind) {}

    /** An array in the memory that the items of a work-group share. */
    record Shared(int slot, TypeKind kind) {}

    /** The body of a method whose first parameter, in slot 0, is the context. */
    KernelCode(CodeBuilder cb) {
        this.cb = cb;
        local("context", TornadoNames.CONTEXT, 1);
    }

    /** Begins the body, after all parameters. */
    void begin() {
        nothing = let("nothing", id("localGroupSizeX").shiftedRight(LARGEST_GROUP_BITS));
    }

    /** The next parameter of the method. */
    Global parameter(String name, TypeKind kind) {
        return new Global(local(name, TornadoNames.array(kind), 1), kind);
    }

    private int local(String name, ClassDesc type, int slots) {
        int slot = nextSlot;
        nextSlot += slots;
        locals.add(new Local(slot, name + slot, type));
        return slot;
    }

    /** Computes a value once, at this point. */
    Value let(String name, Value value) {
        return variable(name, value).value();
    }

    /** A variable with an initial value. */
    Variable variable(String name, Value initial) {
        TypeKind kind = initial.kind();
        int slot = local(name, kind.upperBound(), kind.slotSize());
        initial.push().accept(cb);
        cb.storeLocal(kind, slot);
        return new Variable(new Value(kind, code -> code.loadLocal(kind, slot)), slot);
    }

    /** Gives a variable another value. */
    void set(Variable variable, Value value) {
        value.push().accept(cb);
        cb.storeLocal(variable.value().kind(), variable.slot());
    }

    /**
     * for (int i = from; i &lt; to; i += step) body, with a constant end. TornadoVM's compiler must
     * not know the end, or it writes the body once for each step of a short loop. So the end is the
     * constant plus 0, which is computed from the size of the work-group; the device's own compiler
     * sees that it is 0.
     */
    void loop(String name, Value from, int to, int step, Consumer<Value> body) {
        loop(name, from, let("end", Value.of(to).plus(nothing)), step, body);
    }

    /** for (int i = from; i &lt; to; i += step) body. */
    void loop(String name, Value from, Value to, int step, Consumer<Value> body) {
        Variable i = variable(name, from);
        Label start = cb.newBoundLabel();
        Label end = cb.newLabel();
        Condition.less(i.value(), to).unless(cb, end);
        body.accept(i.value());
        cb.iinc(i.slot(), step);
        cb.goto_(start).labelBinding(end);
    }

    /** if (condition) then. */
    void when(Condition condition, Runnable then) {
        Label end = cb.newLabel();
        condition.unless(cb, end);
        then.run();
        cb.labelBinding(end);
    }

    /**
     * Waits for all items of the work-group. After that, what they wrote to shared memory is
     * visible.
     */
    void barrier() {
        cb.aload(0).invokevirtual(TornadoNames.CONTEXT, "localBarrier", BARRIER);
    }

    /**
     * Waits for all items of the work-group. After that, what they wrote to global memory is
     * visible.
     */
    void globalBarrier() {
        cb.aload(0).invokevirtual(TornadoNames.CONTEXT, "globalBarrier", BARRIER);
    }

    /** The number of this work-item among all work-items. */
    static Value globalId() {
        return id("globalIdx");
    }

    /** The number of this work-item within its group. */
    static Value localId() {
        return id("localIdx");
    }

    /** The number of this work-item's group. */
    static Value groupId() {
        return id("groupIdx");
    }

    private static Value id(String field) {
        return new Value(
                TypeKind.INT,
                cb ->
                        cb.aload(0)
                                .getfield(TornadoNames.CONTEXT, field, INTEGER)
                                .invokevirtual(INTEGER, "intValue", UNBOX));
    }

    /** Memory that the work-group shares. It is not initialized. */
    Shared shared(String name, TypeKind kind, int size) {
        String allocate =
                switch (kind) {
                    case INT -> "allocateIntLocalArray";
                    case FLOAT -> "allocateFloatLocalArray";
                    case DOUBLE -> "allocateDoubleLocalArray";
                    default -> throw new IllegalArgumentException("no shared " + kind);
                };
        ClassDesc type = kind.upperBound().arrayType();
        int slot = local(name, type, 1);
        cb.aload(0)
                .loadConstant(size)
                .invokevirtual(
                        TornadoNames.CONTEXT,
                        allocate,
                        MethodTypeDesc.of(type, ConstantDescs.CD_int))
                .astore(slot);
        return new Shared(slot, kind);
    }

    /** An element of shared memory. */
    Value load(Shared array, Value index) {
        return new Value(
                array.kind(),
                code -> {
                    code.aload(array.slot());
                    index.push().accept(code);
                    code.arrayLoad(array.kind());
                });
    }

    /** Sets an element of shared memory. */
    void store(Shared array, Value index, Value value) {
        cb.aload(array.slot());
        index.push().accept(cb);
        value.push().accept(cb);
        cb.arrayStore(array.kind());
    }

    /** An element of global memory. */
    Value load(Global array, Value index) {
        return new Value(
                array.kind(),
                code -> {
                    code.aload(array.slot());
                    index.push().accept(code);
                    code.invokevirtual(
                            TornadoNames.array(array.kind()),
                            "get",
                            MethodTypeDesc.of(array.kind().upperBound(), ConstantDescs.CD_int));
                });
    }

    /** Sets an element of global memory. */
    void store(Global array, Value index, Value value) {
        cb.aload(array.slot());
        index.push().accept(cb);
        value.push().accept(cb);
        cb.invokevirtual(
                TornadoNames.array(array.kind()),
                "set",
                MethodTypeDesc.of(
                        ConstantDescs.CD_void, ConstantDescs.CD_int, array.kind().upperBound()));
    }

    /** A function of {@code TornadoMath} of one number. */
    static Value math(String function, Value x) {
        ClassDesc type = x.kind().upperBound();
        return new Value(
                x.kind(),
                cb -> {
                    x.push().accept(cb);
                    cb.invokestatic(TornadoNames.MATH, function, MethodTypeDesc.of(type, type));
                });
    }

    /** Ends the method. */
    void end() {
        cb.return_();
        for (Local l : locals) {
            cb.localVariable(l.slot(), l.name(), l.type(), cb.startLabel(), cb.endLabel());
        }
    }
}
