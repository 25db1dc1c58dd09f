package uk.ac.manchester.tornado.api;

import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;

/** Task graphs on devices, ready to run. */
public class TornadoExecutionPlan implements AutoCloseable {
    public TornadoExecutionPlan(ImmutableTaskGraph... graphs) {}

    public static native TornadoDevice getDevice(int backend, int device);

    public native TornadoExecutionResult execute();

    public native TornadoExecutionPlan withGraph(int index);

    public native TornadoExecutionPlan withAllGraphs();

    public native TornadoExecutionPlan withPreCompilation();

    public native TornadoExecutionPlan withDevice(TornadoDevice device);

    public native TornadoExecutionPlan withGridScheduler(GridScheduler scheduler);

    public native TornadoExecutionPlan withCompilerFlags(
            TornadoVMBackendType backend, String flags);

    public native TornadoExecutionPlan withCUDAGraph();

    public native TornadoExecutionPlan freeDeviceMemory();

    public native long getCurrentDeviceMemoryUsage();

    @Override
    public native void close() throws TornadoExecutionPlanException;
}
