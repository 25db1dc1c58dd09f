package uk.ac.manchester.tornado.api;

import uk.ac.manchester.tornado.api.types.arrays.DoubleArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** What a kernel knows of itself: its ids, its group, local memory and barriers. */
public class KernelContext {
    public final Integer globalIdx = null;
    public final Integer globalIdy = null;
    public final Integer globalIdz = null;
    public final Integer groupIdx = null;
    public final Integer groupIdy = null;
    public final Integer groupIdz = null;
    public final Integer localIdx = null;
    public final Integer localIdy = null;
    public final Integer localIdz = null;
    public final Integer globalGroupSizeX = null;
    public final Integer globalGroupSizeY = null;
    public final Integer globalGroupSizeZ = null;
    public final Integer localGroupSizeX = null;
    public final Integer localGroupSizeY = null;
    public final Integer localGroupSizeZ = null;

    public KernelContext() {}

    public native void localBarrier();

    public native void globalBarrier();

    public native int[] allocateIntLocalArray(int size);

    public native float[] allocateFloatLocalArray(int size);

    public native double[] allocateDoubleLocalArray(int size);

    public native void atomicAdd(IntArray array, int index, int value);

    public native void atomicAdd(FloatArray array, int index, float value);

    public native void atomicAdd(DoubleArray array, int index, double value);
}
