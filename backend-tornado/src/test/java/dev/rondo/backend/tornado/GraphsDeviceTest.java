package dev.rondo.backend.tornado;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.DType;
import dev.rondo.backend.BackendException;
import dev.rondo.backend.tornado.kernel.Kernel;
import dev.rondo.backend.tornado.schedule.Address;
import dev.rondo.backend.tornado.schedule.Area;
import dev.rondo.backend.tornado.schedule.Arena;
import dev.rondo.backend.tornado.schedule.ElementOp;
import dev.rondo.backend.tornado.schedule.Piece;
import dev.rondo.backend.tornado.schedule.Place;
import dev.rondo.backend.tornado.schedule.Task;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Instruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What goes wrong with a kernel is an error that names the user's operation, never a number. */
@Tag("tornado")
class GraphsDeviceTest {
    private static final Arena ARENA = Arena.of(Area.WORK, DType.F32);
    private static final String ORIGIN = "tanh 'mine' (Mine.java:7)";

    static List<TornadoTestDevice> devices() {
        return TornadoTestDevice.all();
    }

    private static Task task() {
        Place place = new Place(ARENA, DType.F32, Address.fixed(0), List.of(100), List.of(1));
        ElementOp one = new ElementOp.Constant(DType.F32, 1);
        Piece piece = new Piece(List.of(100), List.of(one), List.of(new Piece.Store(place, 0)));
        return new Task.Pointwise(ORIGIN, List.of(piece));
    }

    /** Runs the task with a kernel that was made otherwise. */
    private static void run(TornadoTestDevice device, UnaryOperator<Kernel> broken) {
        Map<Arena, HostArena> arenas = Map.of(ARENA, HostArena.of(ARENA, 100));
        List<HostArena> all = List.copyOf(arenas.values());
        Graphs graphs =
                new Graphs(
                        device.hardware().handle(),
                        task -> broken.apply(Kernel.of(task, device.grain())));
        try {
            graphs.add(new Graphs.Shape(List.of(task()), all, List.of(), all), arenas);
            graphs.prepare();
            graphs.execute(0);
        } finally {
            graphs.close();
        }
    }

    private static void refused(TornadoTestDevice device, UnaryOperator<Kernel> broken) {
        assertThatThrownBy(() -> run(device, broken))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining(ORIGIN);
    }

    private static Kernel with(Kernel k, byte[] code) {
        return new Kernel(k.name(), code, k.arenas(), k.items(), k.group());
    }

    @ParameterizedTest
    @MethodSource("devices")
    void aWholeKernelRuns(TornadoTestDevice device) {
        run(device, k -> k);
    }

    @ParameterizedTest
    @MethodSource("devices")
    void itemsThatAreNoMultipleOfTheGroup(TornadoTestDevice device) {
        refused(device, k -> new Kernel(k.name(), k.code(), k.arenas(), 100, 64));
    }

    @ParameterizedTest
    @MethodSource("devices")
    void aGroupThatTheDeviceDoesNotHave(TornadoTestDevice device) {
        refused(device, k -> new Kernel(k.name(), k.code(), k.arenas(), 1 << 24, 1 << 24));
    }

    @ParameterizedTest
    @MethodSource("devices")
    void aClassThatIsNone(TornadoTestDevice device) {
        refused(device, k -> with(k, new byte[] {1, 2, 3}));
    }

    @ParameterizedTest
    @MethodSource("devices")
    void aKernelThatNoDeviceCompiles(TornadoTestDevice device) {
        refused(device, k -> with(k, interruptingThreads(k)));
    }

    /** The kernel, which first interrupts its thread: a device has none. */
    private static byte[] interruptingThreads(Kernel k) {
        ClassFile classes = ClassFile.of();
        CodeTransform first =
                CodeTransform.ofStateful(
                        () ->
                                new CodeTransform() {
                                    private boolean done;

                                    @Override
                                    public void accept(CodeBuilder b, CodeElement e) {
                                        if (!done && e instanceof Instruction) {
                                            done = true;
                                            b.invokestatic(
                                                            ClassDesc.of("java.lang.Thread"),
                                                            "currentThread",
                                                            MethodTypeDesc.ofDescriptor(
                                                                    "()Ljava/lang/Thread;"))
                                                    .invokevirtual(
                                                            ClassDesc.of("java.lang.Thread"),
                                                            "interrupt",
                                                            MethodTypeDesc.ofDescriptor("()V"));
                                        }
                                        b.with(e);
                                    }
                                });
        return classes.transformClass(
                classes.parse(k.code()),
                ClassTransform.transformingMethodBodies(
                        m -> m.methodName().equalsString(k.name()), first));
    }
}
