package uk.ac.manchester.tornado.api.types.arrays;

import java.lang.foreign.MemorySegment;

/** An array of int. */
public final class IntArray extends TornadoNativeArray {
    public IntArray(int size) {}

    public static native IntArray fromSegmentShallow(MemorySegment segment);

    public native void set(int index, int value);

    public native int get(int index);

    public native void init(int value);

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
