package dev.rondo.backend.tornado.kernel;

import dev.rondo.backend.tornado.schedule.Arena;
import dev.rondo.backend.tornado.schedule.Grain;
import dev.rondo.backend.tornado.schedule.Task;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.ConstantPoolBuilder;
import java.lang.classfile.constantpool.MethodRefEntry;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A task as a class that TornadoVM accepts as a kernel, and its number of work-items.
 *
 * <p>The class implements {@code TornadoFunctions.TaskN} for the context and the arenas. Its {@code
 * apply} calls the kernel, a static method. The grid has one dimension. Items beyond the last
 * element do nothing.
 *
 * @param name name of the kernel's method; no built-in function of a device has this name
 * @param code the class file
 * @param arenas the arguments after the context, in order
 * @param items number of work-items, a multiple of {@code group}
 * @param group number of work-items of a work-group
 */
public record Kernel(String name, byte[] code, List<Arena> arenas, int items, int group) {
    private static final ClassDesc NAME = GeneratedKernel.class.describeConstable().orElseThrow();
    private static final MethodTypeDesc NOTHING = MethodTypeDesc.of(ConstantDescs.CD_void);

    /** Copies the list and checks the grid, which TornadoVM does not. */
    public Kernel {
        arenas = List.copyOf(arenas);
        if (items <= 0 || group <= 0 || items % group != 0) {
            throw new IllegalArgumentException(
                    "kernel "
                            + name
                            + " has "
                            + items
                            + " work-items in groups of "
                            + group
                            + ": neither may be less than 1, and groups must come out even");
        }
    }

    /** The work of a kernel, and its number of items. */
    interface Body {
        /** Emits the code. */
        void emit(KernelCode code, Parameters parameters);

        /** The number of items with work to do. */
        int items();

        /** The number of items of a work-group. */
        int group();
    }

    /** The kernel of a task, for devices with this grain. */
    public static Kernel of(Task task, Grain grain) {
        Body body = whole(task, grain);
        String name = "rondo" + task.getClass().getSimpleName();
        long groups = Math.max(1, Math.ceilDiv(body.items(), body.group()));
        int items = Math.toIntExact(groups * body.group());
        return new Kernel(name, assemble(name, task, body), task.arenas(), items, body.group());
    }

    private static Body whole(Task task, Grain grain) {
        Body body = body(task, grain);
        return body instanceof SideBySide work && !grain.sharing()
                ? Spread.of(work, grain.costs().units())
                : body;
    }

    private static Body body(Task task, Grain grain) {
        return switch (task) {
            case Task.Pointwise p ->
                    new SideBySide(p.pieces().stream().map(PieceKernel::new).toList());
            case Task.Reduce r -> {
                Reduction reduction = new Reduction(r);
                int slices = grain.slices(reduction.outputs(), reduction.length());
                yield slices > 1
                        ? new SlicedReduce(reduction, slices)
                        : new SideBySide(List.of(new PlainReduce(reduction)));
            }
            case Task.MatMul m -> MatMulKernel.of(m, grain);
            case Task.Convolution c -> new SideBySide(List.of(new ConvolutionKernel(c)));
            case Task.ScatterAdd s -> new SideBySide(List.of(new ScatterAddKernel(s)));
            case Task.Beside b ->
                    new SideBySide(b.parts().stream().flatMap(t -> parts(t, grain)).toList());
            case Task.InTurn i ->
                    new InTurn(
                            grain.itemsInTurn(Grain.SMALLEST_GROUP),
                            i.turns().stream().map(t -> turn(t, grain)).toList());
            case Task.Steps s -> StepsKernel.of(s, grain);
            case Task.ForEach f ->
                    body(f.work(), grain) instanceof Grouped work
                            ? new ForEachGroups(work, f.member(), f.members())
                            : new SideBySide(
                                    parts(f.work(), grain)
                                            .map(p -> new ForEachKernel(p, f.member(), f.members()))
                                            .toList());
            case Task.Touch t -> new SideBySide(List.of(new TouchKernel(t)));
        };
    }

    private static Turn turn(Task task, Grain grain) {
        return task instanceof Task.Steps s
                ? StepsKernel.of(s, grain)
                : new SideBySide(parts(task, grain).toList());
    }

    private static Stream<? extends Singly> parts(Task task, Grain grain) {
        if (body(task, grain) instanceof SideBySide(var parts)) {
            return parts.stream();
        }
        throw new IllegalArgumentException(
                "the work-items of " + task.origin() + " wait for each other; it cannot be beside");
    }

    private static byte[] assemble(String name, Task task, Body body) {
        List<ClassDesc> types = new ArrayList<>();
        types.add(TornadoNames.CONTEXT);
        for (Arena a : task.arenas()) {
            types.add(TornadoNames.array(ElementOps.kind(a.storage())));
        }
        MethodTypeDesc type =
                MethodTypeDesc.of(ConstantDescs.CD_void, types.toArray(ClassDesc[]::new));
        // TornadoVM reads only one byte of the index with which apply names the kernel, so it must
        // be small.
        ConstantPoolBuilder pool = ConstantPoolBuilder.of();
        ClassEntry self = pool.classEntry(NAME);
        MethodRefEntry kernel = pool.methodRefEntry(self, pool.nameAndTypeEntry(name, type));
        return ClassFile.of()
                .build(self, pool, cb -> fill(cb, name, type, kernel, types, task, body));
    }

    private static void fill(
            ClassBuilder cb,
            String name,
            MethodTypeDesc type,
            MethodRefEntry kernel,
            List<ClassDesc> types,
            Task task,
            Body body) {
        cb.withVersion(ClassFile.JAVA_21_VERSION, 0);
        cb.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_SUPER | ClassFile.ACC_FINAL);
        cb.withInterfaceSymbols(TornadoNames.task(types.size()));
        cb.withMethodBody(ConstantDescs.INIT_NAME, NOTHING, ClassFile.ACC_PUBLIC, Kernel::init);
        ClassDesc[] objects = new ClassDesc[types.size()];
        java.util.Arrays.fill(objects, ConstantDescs.CD_Object);
        MethodTypeDesc general = MethodTypeDesc.of(ConstantDescs.CD_void, objects);
        cb.withMethodBody("apply", general, ClassFile.ACC_PUBLIC, apply(types, kernel));
        cb.withMethodBody(
                "writeReplace",
                MethodTypeDesc.of(ConstantDescs.CD_Object),
                ClassFile.ACC_PUBLIC,
                SerializedForm.of(NAME, name, type, general));
        cb.withMethodBody(
                name,
                type,
                ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                method -> {
                    KernelCode code = new KernelCode(method);
                    Parameters parameters = new Parameters(code, task.arenas());
                    code.begin();
                    body.emit(code, parameters);
                    code.end();
                });
    }

    private static void init(CodeBuilder cb) {
        cb.aload(0)
                .invokespecial(ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, NOTHING)
                .return_();
    }

    private static Consumer<CodeBuilder> apply(List<ClassDesc> types, MethodRefEntry kernel) {
        return cb -> {
            for (int i = 0; i < types.size(); i++) {
                cb.aload(1 + i).checkcast(types.get(i));
            }
            cb.invokestatic(kernel).return_();
        };
    }

    /**
     * An instance of the class. It can be cast to the {@code TaskN} that takes the context and the
     * arenas.
     *
     * @throws IllegalStateException when TornadoVM is not available
     */
    public Object instance() {
        try {
            return new Loader(code).loaded.getConstructor().newInstance();
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IllegalStateException("kernel " + name + " cannot be loaded: " + e, e);
        }
    }

    /** A loader of one class, which also has its class file. */
    private static final class Loader extends ClassLoader {
        private static final String CLASS = GeneratedKernel.class.getName();
        private static final String FILE = CLASS.replace('.', '/') + ".class";

        private final byte[] code;
        private final Class<?> loaded;

        Loader(byte[] code) {
            super(GeneratedKernel.class.getClassLoader());
            this.code = code;
            loaded = defineClass(CLASS, code, 0, code.length);
        }

        @Override
        public InputStream getResourceAsStream(String name) {
            return name.equals(FILE)
                    ? new ByteArrayInputStream(code)
                    : super.getResourceAsStream(name);
        }
    }

    /** Text such as {@code rondoPointwise 4 × 64}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %d × %d", name, items / group, group);
    }
}
