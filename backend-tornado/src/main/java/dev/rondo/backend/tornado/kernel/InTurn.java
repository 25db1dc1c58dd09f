package dev.rondo.backend.tornado.kernel;

import java.util.List;

/**
 * One work-group that does several things one after the other. With n items, each item does every
 * n-th item of work.
 *
 * @param group items of the work-group
 */
record InTurn(int group, List<Turn> turns) implements Kernel.Body {
    @Override
    public int items() {
        return group;
    }

    @Override
    public void emit(KernelCode code, Parameters parameters) {
        WorkGroup alone = WorkGroup.alone(code, group);
        for (int i = 0; i < turns.size(); i++) {
            if (i > 0) {
                alone.await(code);
            }
            turns.get(i).emit(code, parameters, alone);
        }
    }
}
