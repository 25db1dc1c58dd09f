package dev.rondo.backend.tornado.kernel.emulation;

/** TornadoVM's {@code KernelContext} of one item, as far as kernels use it. */
public final class EmulatedContext {
    /** Number of the item among all. */
    public final Integer globalIdx;

    /** Number of the item in its group. */
    public final Integer localIdx;

    /** Number of the group. */
    public final Integer groupIdx;

    /** Number of items in the group. */
    public final Integer localGroupSizeX;

    private final WorkGroup group;
    private int allocated;

    EmulatedContext(WorkGroup group, int groupId, int groupSize, int item) {
        this.group = group;
        this.groupIdx = groupId;
        this.localIdx = item;
        this.localGroupSizeX = groupSize;
        this.globalIdx = groupId * groupSize + item;
    }

    /** Waits for the items of the group. */
    public void localBarrier() {
        group.await();
    }

    /** Waits for the items of the group. */
    public void globalBarrier() {
        group.await();
    }

    /** An array that the group shares; filled with what must not be read. */
    public int[] allocateIntLocalArray(int size) {
        return (int[]) group.shared(allocated++, () -> filled(new int[size]));
    }

    /** An array that the group shares; filled with what must not be read. */
    public float[] allocateFloatLocalArray(int size) {
        return (float[]) group.shared(allocated++, () -> filled(new float[size]));
    }

    /** An array that the group shares; filled with what must not be read. */
    public double[] allocateDoubleLocalArray(int size) {
        return (double[]) group.shared(allocated++, () -> filled(new double[size]));
    }

    private static int[] filled(int[] array) {
        java.util.Arrays.fill(array, 0xBAD);
        return array;
    }

    private static float[] filled(float[] array) {
        java.util.Arrays.fill(array, Float.NaN);
        return array;
    }

    private static double[] filled(double[] array) {
        java.util.Arrays.fill(array, Double.NaN);
        return array;
    }
}
