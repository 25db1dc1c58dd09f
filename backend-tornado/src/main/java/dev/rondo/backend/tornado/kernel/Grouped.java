package dev.rondo.backend.tornado.kernel;

/** Work whose groups each have a part of it, with items that wait for each other. */
interface Grouped extends Kernel.Body {
    /**
     * Emits the code of an item.
     *
     * @param group the number of its group
     */
    void emit(KernelCode code, Parameters parameters, Value group);

    @Override
    default void emit(KernelCode code, Parameters parameters) {
        emit(code, parameters, code.let("group", KernelCode.groupId()));
    }
}
