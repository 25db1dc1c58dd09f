package dev.rondo.backend.tornado.kernel;

import dev.rondo.backend.tornado.schedule.Grain;

/**
 * What is done by items of which each works for itself, without waiting for others: one kernel can
 * do several such things side by side.
 */
interface Singly {
    /** Items that have something to do. */
    int items();

    /**
     * Emits the code of one item.
     *
     * @param id the number of the item, less than {@link #items}
     */
    void emit(KernelCode code, Parameters parameters, Value id);

    /** Items that it is given, whole work-groups. */
    default int room() {
        return Math.multiplyExact(
                Math.ceilDiv(items(), Grain.SMALLEST_GROUP), Grain.SMALLEST_GROUP);
    }
}
