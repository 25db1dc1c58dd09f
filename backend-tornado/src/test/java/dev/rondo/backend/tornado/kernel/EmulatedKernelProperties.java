package dev.rondo.backend.tornado.kernel;

import dev.rondo.backend.tornado.kernel.emulation.EmulatedDevice;

/** Generated kernels run as plain Java, where no TornadoVM is needed. */
class EmulatedKernelProperties extends KernelContract {
    @Override
    TestDevice device() {
        return new EmulatedDevice();
    }
}
