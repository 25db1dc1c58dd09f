package dev.rondo.backend.tornado.kernel;

import dev.rondo.backend.tornado.schedule.Grain;

/** Work of items that do not wait for each other. One kernel can do several pieces of such work. */
interface Singly {
    /** The number of items with work to do. */
    int items();

    /**
     * Emits the code of one item.
     *
     * @param id the number of the item, less than {@link #items}
     */
    void emit(KernelCode code, Parameters parameters, Value id);

    /** The number of items that it gets, in whole work-groups. */
    default int room() {
        return Math.multiplyExact(
                Math.ceilDiv(items(), Grain.SMALLEST_GROUP), Grain.SMALLEST_GROUP);
    }
}
