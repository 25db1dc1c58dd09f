package dev.rondo.backend.tornado.kernel.emulation;

/** Stands for every {@code TornadoFunctions.TaskN}: the kernel's {@code apply} is found by name. */
public interface EmulatedTask {}
