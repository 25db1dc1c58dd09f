package dev.rondo.backend.tornado.kernel.emulation;

import dev.rondo.array.Buffer;
import dev.rondo.backend.tornado.kernel.Kernel;
import dev.rondo.backend.tornado.kernel.TestDevice;
import dev.rondo.backend.tornado.schedule.Arena;
import dev.rondo.backend.tornado.schedule.Costs;
import dev.rondo.backend.tornado.schedule.Grain;
import dev.rondo.backend.tornado.schedule.Task;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs generated kernels as plain Java: TornadoVM's types are exchanged for those of this package,
 * and where a kernel has barriers, each item of a work-group is a virtual thread.
 */
public final class EmulatedDevice implements TestDevice {
    private static final String API = "uk/ac/manchester/tornado/api/";

    /** Names by regular expressions, for there is one interface for each number of parameters. */
    private static final Map<String, String> NAMES =
            Map.of(
                    API + "KernelContext", name(EmulatedContext.class),
                    API + "math/TornadoMath", name(EmulatedMath.class),
                    API + "types/arrays/FloatArray", name(EmulatedFloatArray.class),
                    API + "types/arrays/DoubleArray", name(EmulatedDoubleArray.class),
                    API + "types/arrays/IntArray", name(EmulatedIntArray.class),
                    API + "common/TornadoFunctions.Task[0-9]+", name(EmulatedTask.class));

    private static String name(Class<?> type) {
        return type.getName().replace('.', '/');
    }

    private final Grain grain;

    /** A device with large work-groups that share memory. */
    public EmulatedDevice() {
        this(new Grain(Grain.LARGEST_GROUP, true, Costs.gpu(100)));
    }

    /** A device of a grain. */
    public EmulatedDevice(Grain grain) {
        this.grain = grain;
    }

    @Override
    public void run(Task task, Map<Arena, Buffer> memory) {
        Kernel kernel = Kernel.of(task, grain);
        ClassModel model = ClassFile.of().parse(kernel.code());
        MethodHandle apply = load(model, kernel.code());
        List<Object> arrays = new ArrayList<>();
        for (Arena a : kernel.arenas()) {
            arrays.add(array(memory.get(a)));
        }
        boolean barriers = hasBarriers(model);
        for (int group = 0; group < kernel.items() / kernel.group(); group++) {
            if (barriers) {
                together(kernel, apply, arrays, group);
            } else {
                WorkGroup alone = new WorkGroup(1);
                for (int item = 0; item < kernel.group(); item++) {
                    call(apply, new EmulatedContext(alone, group, kernel.group(), item), arrays);
                }
            }
        }
    }

    private static void together(
            Kernel kernel, MethodHandle apply, List<Object> arrays, int number) {
        WorkGroup group = new WorkGroup(kernel.group());
        try (ExecutorService items = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < kernel.group(); i++) {
                var context = new EmulatedContext(group, number, kernel.group(), i);
                running.add(
                        items.submit(
                                () -> {
                                    try {
                                        call(apply, context, arrays);
                                    } catch (Throwable e) {
                                        group.fail();
                                        throw e;
                                    }
                                }));
            }
            for (Future<?> f : running) {
                f.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("kernel " + kernel + " failed", e);
        }
    }

    private static void call(MethodHandle apply, EmulatedContext context, List<Object> arrays) {
        List<Object> arguments = new ArrayList<>(arrays);
        arguments.addFirst(context);
        try {
            apply.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object array(Buffer buffer) {
        return switch (buffer) {
            case Buffer.F32 b -> new EmulatedFloatArray(b.values());
            case Buffer.F64 b -> new EmulatedDoubleArray(b.values());
            case Buffer.I32 b -> new EmulatedIntArray(b.values());
            case Buffer.Bool _ -> throw new IllegalArgumentException("no arena holds bytes");
        };
    }

    private static boolean hasBarriers(ClassModel model) {
        return model.methods().stream()
                .flatMap(m -> m.code().stream())
                .flatMap(c -> c.elementList().stream())
                .anyMatch(
                        e ->
                                e instanceof InvokeInstruction i
                                        && i.name().stringValue().endsWith("Barrier"));
    }

    private static MethodHandle load(ClassModel model, byte[] code) {
        byte[] emulated = Names.exchange(code, NAMES);
        Class<?> loaded = new Loader(model.thisClass().asInternalName(), emulated).loaded;
        try {
            Object instance = loaded.getConstructor().newInstance();
            for (var method : loaded.getMethods()) {
                if (method.getName().equals("apply")) {
                    return MethodHandles.publicLookup().unreflect(method).bindTo(instance);
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        throw new IllegalStateException("no method apply");
    }

    private static final class Loader extends ClassLoader {
        private final Class<?> loaded;

        Loader(String name, byte[] code) {
            super(EmulatedDevice.class.getClassLoader());
            loaded = defineClass(name.replace('/', '.'), code, 0, code.length);
        }
    }
}
