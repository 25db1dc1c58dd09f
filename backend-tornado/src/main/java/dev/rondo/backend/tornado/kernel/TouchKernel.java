package dev.rondo.backend.tornado.kernel;

import dev.rondo.backend.tornado.schedule.Arena;
import dev.rondo.backend.tornado.schedule.Task;

/** Writes the first element of each arena back, so that the kernel really uses the arenas. */
record TouchKernel(Task.Touch task) implements Singly {
    @Override
    public int items() {
        return 1;
    }

    @Override
    public void emit(KernelCode code, Parameters parameters, Value id) {
        for (Arena a : task.named()) {
            KernelCode.Global array = parameters.of(a);
            code.store(array, Value.of(0), code.load(array, Value.of(0)));
        }
    }
}
