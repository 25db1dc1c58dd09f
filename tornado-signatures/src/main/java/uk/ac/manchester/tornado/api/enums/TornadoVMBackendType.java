package uk.ac.manchester.tornado.api.enums;

/** Kinds of drivers. */
public enum TornadoVMBackendType {
    OPENCL,
    METAL,
    CUDA,
    JAVA,
    VIRTUAL
}
