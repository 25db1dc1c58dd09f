package dev.rondo.backend.simd.lanes;

/**
 * The beginning of a process. Vector code that HotSpot has not compiled is a thousand times too
 * slow, and plain loops are not. So kernels begin with plain loops, which give the same bits, until
 * so much has been computed that compiling has paid: a first prediction ends before. That is a
 * matter of time alone, so threads that miss what others have counted do no harm.
 */
public final class ColdStart {
    /** Operations on one element: about 50 ms of plain loops. */
    private static final long USUAL = 1L << 25;

    private static long left = Long.getLong("rondo.simd.cold", USUAL);

    private ColdStart() {}

    /**
     * Whether plain loops are to be used still.
     *
     * @param work operations on one element that are then computed by them
     */
    public static boolean lasts(long work) {
        if (left <= 0) {
            return false;
        }
        left -= work;
        return true;
    }

    /** How many of {@code n} elements vectors compute: none while it lasts. */
    public static int bound(int n, int lanes) {
        return lasts(n) ? 0 : Lanes.bound(n, lanes);
    }

    /** Begins again, with so many operations; 0 ends it. */
    public static void begin(long operations) {
        left = operations;
    }
}
