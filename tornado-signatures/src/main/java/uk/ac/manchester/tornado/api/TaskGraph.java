package uk.ac.manchester.tornado.api;

import uk.ac.manchester.tornado.api.common.TaskPackage;

/** Transfers and tasks that run as one. */
public class TaskGraph {
    public TaskGraph(String name) {}

    public native TaskGraph addTask(TaskPackage task);

    public native TaskGraph transferToDevice(int mode, Object... objects);

    public native TaskGraph transferToHost(int mode, Object... objects);

    public native TaskGraph consumeFromDevice(String graph, Object... objects);

    public native TaskGraph persistOnDevice(Object... objects);

    public native ImmutableTaskGraph snapshot();
}
