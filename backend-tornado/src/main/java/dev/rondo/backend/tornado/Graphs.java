package dev.rondo.backend.tornado;

import dev.rondo.backend.BackendException;
import dev.rondo.backend.tornado.kernel.Kernel;
import dev.rondo.backend.tornado.schedule.Arena;
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
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The task graphs of a machine and the plan that runs them. */
final class Graphs {
    /**
     * A task graph to be.
     *
     * @param uploads arenas that come from the host before the tasks
     * @param consumes arenas that the device has already
     * @param fetches arenas that go to the host after the tasks
     */
    record Shape(
            List<Task> tasks,
            List<HostArena> uploads,
            List<HostArena> consumes,
            List<HostArena> fetches) {}

    private static final Pattern TASK = Pattern.compile("(rondo\\d+)\\.t(\\d+)");

    private final TornadoDevice device;
    private final KernelContext context = new KernelContext();
    private final GridScheduler grids = new GridScheduler();
    private final List<ImmutableTaskGraph> snapshots = new ArrayList<>();
    private final Map<String, List<Task>> tasks = new LinkedHashMap<>();
    private final List<TornadoExecutionPlan> plans = new ArrayList<>();
    private TornadoExecutionPlan plan;
    private int prepared;

    Graphs(TornadoDevice device) {
        this.device = device;
    }

    /**
     * Adds a graph.
     *
     * @param named all arenas that its tasks may name; the device keeps them
     * @return its number
     */
    int add(Shape shape, Map<Arena, HostArena> named) {
        int index = snapshots.size();
        String name = "rondo" + index;
        TaskGraph graph = new TaskGraph(name);
        if (!shape.consumes.isEmpty()) {
            graph.consumeFromDevice("rondo" + Math.max(0, index - 1), arrays(shape.consumes));
        }
        if (!shape.uploads.isEmpty()) {
            graph.transferToDevice(DataTransferMode.EVERY_EXECUTION, arrays(shape.uploads));
        }
        tasks.put(name, shape.tasks);
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
            Kernel kernel = Kernel.of(task);
            WorkerGrid grid = new WorkerGrid1D(kernel.items());
            grid.setGlobalWork(kernel.items(), 1, 1);
            grid.setLocalWork(kernel.group(), 1, 1);
            grids.addWorkerGrid(name + ".t" + number, grid);
            List<Object> arguments = new ArrayList<>(List.of(context));
            kernel.arenas().forEach(a -> arguments.add(named.get(a).array()));
            graph.addTask(packaged("t" + number, kernel.instance(), arguments));
        } catch (RuntimeException | LinkageError e) {
            throw new BackendException("no kernel could be made for " + task.origin(), e);
        }
    }

    /** There is a constructor for each number of parameters. */
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

    /** Makes a plan of all graphs and compiles those that are new. */
    void prepare() {
        if (snapshots.size() == prepared || snapshots.isEmpty()) {
            return;
        }
        try {
            plan = new TornadoExecutionPlan(snapshots.toArray(ImmutableTaskGraph[]::new));
            plans.add(plan);
            plan.withDevice(device)
                    .withGridScheduler(grids)
                    .withCompilerFlags(device.getTornadoVMBackend(), flags());
            plan.withPreCompilation();
        } catch (RuntimeException | LinkageError e) {
            throw explained("cannot be compiled for", e);
        }
        prepared = snapshots.size();
    }

    /** No fast math: what is not finite must stay so. */
    private String flags() {
        return device.getTornadoVMBackend() == TornadoVMBackendType.OPENCL ? "-w" : "";
    }

    /** Executes a graph. */
    void execute(int index) {
        try {
            plan.withGraph(index).execute();
        } catch (RuntimeException | LinkageError e) {
            throw explained("failed on", e);
        }
    }

    private BackendException explained(String what, Throwable e) {
        StringBuilder all = new StringBuilder();
        for (Throwable t = e; t != null; t = t.getCause()) {
            all.append(t).append('\n');
        }
        Matcher m = TASK.matcher(all);
        String about = "a task";
        if (m.find() && tasks.containsKey(m.group(1))) {
            Task task = tasks.get(m.group(1)).get(Integer.parseInt(m.group(2)));
            about = "task " + m.group() + ", " + task.origin() + ",";
        }
        return new BackendException(
                about
                        + " "
                        + what
                        + " "
                        + device.getPhysicalDevice().getDeviceName().strip()
                        + ": "
                        + e,
                e);
    }

    /** Frees all that is on the device. */
    void close() {
        for (TornadoExecutionPlan p : plans.reversed()) {
            try {
                p.freeDeviceMemory();
                p.close();
            } catch (TornadoExecutionPlanException e) {
                throw new BackendException("a plan could not be closed: " + e.getMessage(), e);
            }
        }
        plans.clear();
    }
}
