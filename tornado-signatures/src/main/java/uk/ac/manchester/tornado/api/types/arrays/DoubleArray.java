package uk.ac.manchester.tornado.api.types.arrays;

import java.lang.foreign.MemorySegment;

/** An array of double. */
public final class DoubleArray extends TornadoNativeArray {
    public DoubleArray(int size) {}

    public static native DoubleArray fromSegmentShallow(MemorySegment segment);

    public native void set(int index, double value);

    public native double get(int index);

    public native void init(double value);

    @Override
    public native int getSize();

    @Override
    public native MemorySegment getSegment();

    @Override
    public native MemorySegment getSegmentWithHeader();

    @Override
    public native long getNumBytesOfSegmentWithHeader();

    @Override
    public native long getNumBytesOfSegment();

    @Override
    public native int getElementSize();
}
