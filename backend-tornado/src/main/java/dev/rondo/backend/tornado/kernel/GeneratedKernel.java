package dev.rondo.backend.tornado.kernel;

/**
 * Nothing. TornadoVM reads the class file of every kernel's class by its name from the system class
 * loader, to look for annotations, though it takes the code from the class itself: generated
 * kernels are other classes of this name, each in a loader of its own, and this one is what
 * TornadoVM finds.
 */
public final class GeneratedKernel {
    private GeneratedKernel() {}
}
