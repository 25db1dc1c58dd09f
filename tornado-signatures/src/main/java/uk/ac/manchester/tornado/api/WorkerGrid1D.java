package uk.ac.manchester.tornado.api;

/** A grid of one dimension. */
public class WorkerGrid1D implements WorkerGrid {
    public WorkerGrid1D(int x) {}

    @Override
    public native void setGlobalWork(long x, long y, long z);

    @Override
    public native void setLocalWork(long x, long y, long z);
}
