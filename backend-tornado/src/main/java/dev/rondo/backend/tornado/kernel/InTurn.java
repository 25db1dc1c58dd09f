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
                part.emitShare(code, parameters, Value.of(0), 1, item, Grain.SMALLEST_GROUP);
            }
        }
    }
}
