package dev.rondo.backend.tornado.kernel;

/** A reduction without shared memory: a work-item for each element of the result. */
record PlainReduce(Reduction reduction) implements Singly {
    @Override
    public int items() {
        return reduction.outputs();
    }

    @Override
    public void emit(KernelCode code, Parameters parameters, Value output) {
        Value all = reduction.part(code, parameters, output, Value.of(0), 1);
        reduction.store(code, parameters, output, all);
    }
}
