package dev.rondo.backend.tornado.kernel;

/** Work that a work-group does before or after other work. */
interface Turn {
    /** Emits the code of an item of the group. */
    void emit(KernelCode code, Parameters parameters, WorkGroup group);
}
