package dev.rondo.backend.tornado.kernel;

import dev.rondo.backend.tornado.schedule.Grain;

import java.util.List;

/**
 * One work-group that does several things one after the other. With n items, each item does every
 * n-th item of work.
 */
record InTurn(List<SideBySide> turns) implements Kernel.Body {
    @Override
    public int items() {
        return Grain.SMALLEST_GROUP;
    }

    @Override
    public int group() {
        return Grain.SMALLEST_GROUP;
    }

    @Override
    public void emit(KernelCode code, Parameters parameters) {
        Value item = code.let("item", KernelCode.localId());
        for (int i = 0; i < turns.size(); i++) {
            if (i > 0) {
                code.globalBarrier();
            }
            for (Singly part : turns.get(i).parts()) {
                emit(code, parameters, item, part);
            }
        }
    }

    private static void emit(KernelCode code, Parameters parameters, Value item, Singly part) {
        if (part.items() <= Grain.SMALLEST_GROUP) {
            code.when(
                    Condition.less(item, Value.of(part.items())),
                    () -> part.emit(code, parameters, item));
        } else {
            code.loop(
                    "i",
                    item,
                    part.items(),
                    Grain.SMALLEST_GROUP,
                    i -> part.emit(code, parameters, i));
        }
    }
}
