package dev.rondo.backend.tornado.kernel;

/**
 * A work-group that does one of several equal shares of work.
 *
 * @param share the number of the share, less than {@code shares}
 * @param shares how many groups there are
 * @param item the number of the work-item in its group
 * @param size items of the group
 */
record WorkGroup(Value share, int shares, Value item, int size) {
    /** Each group of a kernel has its share. */
    static WorkGroup oneOf(KernelCode code, int shares, int size) {
        return new WorkGroup(
                code.let("share", KernelCode.groupId()), shares, item(code, size), size);
    }

    /** The only group of a kernel. */
    static WorkGroup alone(KernelCode code, int size) {
        return new WorkGroup(Value.of(0), 1, item(code, size), size);
    }

    private static Value item(KernelCode code, int size) {
        return size == 1 ? Value.of(0) : code.let("item", KernelCode.localId());
    }

    /** Waits until all items of the group have written to global memory. */
    void await(KernelCode code) {
        if (size > 1) {
            code.globalBarrier();
        }
    }
}
