package uk.ac.manchester.tornado.api.types.arrays;

import java.lang.foreign.MemorySegment;

/** An array of float. */
public final class FloatArray extends TornadoNativeArray {
    public FloatArray(int size) {}

    public static native FloatArray fromSegmentShallow(MemorySegment segment);

    public native void set(int index, float value);

    public native float get(int index);

    public native void init(float value);

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
