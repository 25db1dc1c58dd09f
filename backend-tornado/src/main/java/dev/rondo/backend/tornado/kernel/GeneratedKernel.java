package dev.rondo.backend.tornado.kernel;

/**
 * An empty class that TornadoVM finds in place of generated kernels. TornadoVM takes a kernel's
 * code from the kernel's class itself. To look for annotations, however, it reads the class file of
 * that name from the system class loader. So all generated kernels have the name of this class,
 * each in its own class loader.
 */
public final class GeneratedKernel {
    private GeneratedKernel() {}
}
