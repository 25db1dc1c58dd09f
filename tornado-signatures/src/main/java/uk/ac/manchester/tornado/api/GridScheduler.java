package uk.ac.manchester.tornado.api;

/** The grids of the tasks of a plan, by {@code graph.task}. */
public class GridScheduler {
    public GridScheduler() {}

    public native void addWorkerGrid(String task, WorkerGrid grid);
}
