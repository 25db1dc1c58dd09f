package dev.rondo.backend.tornado;

import dev.rondo.backend.BackendException;
import dev.rondo.backend.tornado.kernel.Kernel;
import dev.rondo.backend.tornado.schedule.Arena;
import dev.rondo.backend.tornado.schedule.Grain;
import dev.rondo.backend.tornado.schedule.Task;

import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.ImmutableTaskGraph;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.WorkerGrid;
import uk.ac.manchester.tornado.api.WorkerGrid1D;
import uk.ac.manchester.tornado.api.common.TaskPackage;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;
import uk.ac.manchester.tornado.api.exceptions.TornadoInternalError;
import uk.ac.manchester.tornado.api.exceptions.TornadoOutOfMemoryException;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/** The task graphs of a machine, and the plan that runs them. */
final class Graphs {
    /**
     * A task graph before it is built.
     *
     * @param tasks in order
     * @param uploads arenas that come from the host before the tasks
     * @param consumes arenas that the device has already
     * @param fetches arenas that go to the host after the tasks
     */
    record Shape(
            List<Task> tasks,
            List<HostArena> uploads,
            List<HostArena> consumes,
            List<HostArena> fetches) {}

    /** A graph that was added. */
    private record Member(int index, List<Task> tasks, Map<Arena, HostArena> named) {}

    /**
     * When a plan is closed, TornadoVM marks the device as reset, and then other plans refuse to
     * run. The mark is removed while none of them runs.
     */
    private static final ReadWriteLock CLOSING = new ReentrantReadWriteLock();

    /** One thread at a time may use TornadoVM's compiler. */
    private static final Lock COMPILING = new ReentrantLock();

    private final TornadoDevice device;
    private final Function<Task, Kernel> kernels;
    private final KernelContext context = new KernelContext();
    private final GridScheduler grids = new GridScheduler();
    private final List<ImmutableTaskGraph> snapshots = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();
    private final List<TornadoExecutionPlan> plans = new ArrayList<>();
    private final Map<TornadoExecutionPlan, Integer> graphsOf = new IdentityHashMap<>();
    private TornadoExecutionPlan plan;
    private int prepared;

    /** Without graphs yet, for tasks on devices with this grain. */
    Graphs(TornadoDevice device, Grain grain) {
        this(device, task -> Kernel.of(task, grain));
    }

    /**
     * Without graphs yet.
     *
     * @param kernels makes the kernel of a task
     */
    Graphs(TornadoDevice device, Function<Task, Kernel> kernels) {
        this.device = device;
        this.kernels = kernels;
    }

    /**
     * Adds a graph.
     *
     * @param named all arenas that its tasks may name; the device keeps them
     * @return the number of the graph
     */
    int add(Shape shape, Map<Arena, HostArena> named) {
        COMPILING.lock();
        try {
            return build(shape, named);
        } finally {
            COMPILING.unlock();
        }
    }

    private int build(Shape shape, Map<Arena, HostArena> named) {
        int index = snapshots.size();
        String name = "rondo" + index;
        TaskGraph graph = new TaskGraph(name);
        if (!shape.consumes.isEmpty()) {
            graph.consumeFromDevice("rondo" + Math.max(0, index - 1), arrays(shape.consumes));
        }
        if (!shape.uploads.isEmpty()) {
            graph.transferToDevice(DataTransferMode.EVERY_EXECUTION, arrays(shape.uploads));
        }
        members.add(new Member(index, shape.tasks, named));
        for (int i = 0; i < shape.tasks.size(); i++) {
            task(graph, name, i, shape.tasks.get(i), named);
        }
        if (!shape.fetches.isEmpty()) {
            graph.transferToHost(DataTransferMode.EVERY_EXECUTION, arrays(shape.fetches));
        }
        if (!named.isEmpty()) {
            graph.persistOnDevice(arrays(List.copyOf(named.values())));
        }
        snapshots.add(graph.snapshot());
        return index;
    }

    private static Object[] arrays(List<HostArena> some) {
        return some.stream().map(HostArena::array).toArray();
    }

    private void task(
            TaskGraph graph, String name, int number, Task task, Map<Arena, HostArena> named) {
        try {
            Kernel kernel = kernels.apply(task);
            checkGroup(kernel);
            WorkerGrid grid = new WorkerGrid1D(kernel.items());
            grid.setGlobalWork(kernel.items(), 1, 1);
            grid.setLocalWork(kernel.group(), 1, 1);
            grids.addWorkerGrid(name + ".t" + number, grid);
            List<Object> arguments = new ArrayList<>(List.of(context));
            kernel.arenas().forEach(a -> arguments.add(named.get(a).array()));
            graph.addTask(packaged("t" + number, kernel.instance(), arguments));
        } catch (RuntimeException | LinkageError e) {
            throw new BackendException(
                    "no kernel could be made for " + task.origin() + ": " + e.getMessage(), e);
        }
    }

    /**
     * With a group that the device does not support, TornadoVM would run nothing and report
     * nothing.
     */
    private void checkGroup(Kernel kernel) {
        long most = device.getPhysicalDevice().getDeviceMaxWorkGroupSize()[0];
        if (kernel.group() > most) {
            throw new IllegalArgumentException(
                    "kernel "
                            + kernel
                            + " needs groups of "
                            + kernel.group()
                            + " work-items, and "
                            + deviceName()
                            + " has at most "
                            + most);
        }
    }

    /** The class has a constructor for each number of parameters. */
    private static TaskPackage packaged(String name, Object code, List<Object> arguments) {
        int count = arguments.size() + 2;
        Constructor<?> made =
                Arrays.stream(TaskPackage.class.getConstructors())
                        .filter(c -> c.getParameterCount() == count)
                        .findFirst()
                        .orElseThrow();
        List<Object> all = new ArrayList<>(List.of(name, code));
        all.addAll(arguments);
        try {
            return (TaskPackage) made.newInstance(all.toArray());
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes a plan of all graphs, and compiles the new ones. */
    void prepare() {
        if (snapshots.size() == prepared || snapshots.isEmpty()) {
            return;
        }
        COMPILING.lock();
        try {
            plan = plan(snapshots);
            plans.add(plan);
            graphsOf.put(plan, snapshots.size());
            shared(plan::withPreCompilation);
        } catch (RuntimeException | Error e) {
            throw explained(culprit(), "cannot be compiled for", e);
        } finally {
            COMPILING.unlock();
        }
        prepared = snapshots.size();
    }

    private TornadoExecutionPlan plan(List<ImmutableTaskGraph> graphs) {
        TornadoExecutionPlan p =
                new TornadoExecutionPlan(graphs.toArray(ImmutableTaskGraph[]::new));
        // without fast math, because it would change values that are not finite
        p.withDevice(device).withGridScheduler(grids);
        if (device.getTornadoVMBackend() == TornadoVMBackendType.OPENCL) {
            p.withCompilerFlags(TornadoVMBackendType.OPENCL, "-w");
        }
        return p;
    }

    /** Executes a graph. */
    void execute(int index) {
        try {
            shared(() -> plan.withGraph(index).execute());
        } catch (RuntimeException | Error e) {
            List<String> origins = new ArrayList<>();
            members.get(index).tasks.forEach(t -> origins.add(t.origin()));
            throw explained("one of the tasks " + String.join("; ", origins), "failed on", e);
        }
    }

    private static void shared(Runnable work) {
        CLOSING.readLock().lock();
        try {
            work.run();
        } finally {
            CLOSING.readLock().unlock();
        }
    }

    /** Compiles each new task alone, and names the one that fails. */
    private String culprit() {
        for (Member m : members.subList(prepared, members.size())) {
            for (int i = 0; i < m.tasks.size(); i++) {
                String name = "probe" + m.index + "x" + i;
                TaskGraph alone = new TaskGraph(name);
                task(alone, name, 0, m.tasks.get(i), m.named);
                TornadoExecutionPlan p = plan(List.of(alone.snapshot()));
                try {
                    shared(p::withPreCompilation);
                } catch (RuntimeException | Error e) {
                    return "task "
                            + (i + 1)
                            + " of graph "
                            + m.index
                            + ", "
                            + m.tasks.get(i).origin()
                            + ",";
                }
            }
        }
        return "a task graph";
    }

    private BackendException explained(String about, String what, Throwable e) {
        if (e instanceof VirtualMachineError fatal) {
            throw fatal;
        }
        if (e instanceof TornadoOutOfMemoryException) {
            return new BackendException(
                    about + " found no memory on " + deviceName() + ": " + e.getMessage(), e);
        }
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t.getClass().getSimpleName().equals("TornadoDeviceFP64NotSupported")) {
                return new BackendException(
                        deviceName()
                                + " does not compute with 64-bit floats, which "
                                + about
                                + " needs; use f32 there",
                        e);
            }
        }
        return new BackendException(about + " " + what + " " + deviceName() + ": " + e, e);
    }

    private String deviceName() {
        return device.getPhysicalDevice().getDeviceName().strip();
    }

    /** Frees everything on the device. */
    void close() {
        CLOSING.writeLock().lock();
        try {
            for (TornadoExecutionPlan p : plans.reversed()) {
                for (int i = 0; i < graphsOf.get(p); i++) {
                    free(p, i);
                }
            }
            plans.clear();
        } finally {
            device.getDeviceContext().setResetToFalse();
            CLOSING.writeLock().unlock();
        }
    }

    /**
     * Frees a graph. Graphs share arrays, and TornadoVM reports an error for one that is already
     * freed.
     */
    private static void free(TornadoExecutionPlan p, int graph) {
        try {
            p.withGraph(graph).freeDeviceMemory();
        } catch (TornadoInternalError e) {
            if (!String.valueOf(e.getMessage()).contains("invalid buffer")) {
                throw e;
            }
        }
    }
}
