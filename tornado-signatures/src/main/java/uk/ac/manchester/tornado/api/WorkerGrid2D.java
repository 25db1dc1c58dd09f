package uk.ac.manchester.tornado.api;

/** A grid of two dimensions. */
public class WorkerGrid2D implements WorkerGrid {
    public WorkerGrid2D(int x, int y) {}

    @Override
    public native void setGlobalWork(long x, long y, long z);

    @Override
    public native void setLocalWork(long x, long y, long z);
}
