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

    /**
     * Emits the code of the items that a work-group does, each of its items every {@code group}-th
     * of them.
     *
     * @param share the number of the group
     * @param groups how many groups there are, each with the same number of items
     * @param item the number of the work-item in its group
     */
    default void emitShare(
            KernelCode code,
            Parameters parameters,
            Value share,
            int groups,
            Value item,
            int group) {
        int count = items() / groups;
        Value first = groups == 1 ? Value.of(0) : code.let("first", share.times(count));
        if (count <= group) {
            code.when(
                    Condition.less(item, Value.of(count)),
                    () -> emit(code, parameters, code.let("id", first.plus(item))));
        } else {
            code.loop(
                    "i",
                    item,
                    count,
                    group,
                    i -> emit(code, parameters, code.let("id", first.plus(i))));
        }
    }

    /** The number of items that it gets, in whole work-groups. */
    default int room() {
        return Math.multiplyExact(
                Math.ceilDiv(items(), Grain.SMALLEST_GROUP), Grain.SMALLEST_GROUP);
    }
}
