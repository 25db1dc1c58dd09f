package dev.rondo.backend.tornado.kernel;

import dev.rondo.backend.tornado.schedule.Grain;

import java.util.function.Consumer;

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
     * Emits the code of a work-group's share, each of its items every {@code size}-th item. When
     * shares do not come out even, the last ones are smaller.
     */
    default void emitShare(KernelCode code, Parameters parameters, WorkGroup group) {
        int count = Math.ceilDiv(items(), group.shares());
        Value first =
                group.shares() == 1 ? Value.of(0) : code.let("first", group.share().times(count));
        Consumer<Value> work = i -> emit(code, parameters, code.let("id", first.plus(i)));
        if (items() % group.shares() > 0) {
            Value all = Value.of(count);
            Value left = code.let("left", Value.of(items()).minus(first));
            Value own = code.let("count", Condition.less(left, all).choose(left, all));
            code.loop("i", group.item(), own, group.size(), work);
        } else if (count > group.size()) {
            code.loop("i", group.item(), count, group.size(), work);
        } else if (group.size() == 1) {
            work.accept(group.item());
        } else {
            code.when(
                    Condition.less(group.item(), Value.of(count)), () -> work.accept(group.item()));
        }
    }

    /** The number of items that it gets, in whole work-groups. */
    default int room() {
        return Math.multiplyExact(
                Math.ceilDiv(items(), Grain.SMALLEST_GROUP), Grain.SMALLEST_GROUP);
    }
}
