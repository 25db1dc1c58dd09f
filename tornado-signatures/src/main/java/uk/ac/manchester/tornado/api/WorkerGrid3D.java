package uk.ac.manchester.tornado.api;

/** A grid of three dimensions. */
public class WorkerGrid3D implements WorkerGrid {
    public WorkerGrid3D(int x, int y, int z) {}

    @Override
    public native void setGlobalWork(long x, long y, long z);

    @Override
    public native void setLocalWork(long x, long y, long z);
}
