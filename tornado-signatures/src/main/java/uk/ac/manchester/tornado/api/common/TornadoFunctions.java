package uk.ac.manchester.tornado.api.common;

/** The interfaces of kernels, by number of parameters. Only those that code names are here. */
public interface TornadoFunctions {
    /** A kernel without parameters. */
    @FunctionalInterface
    interface Task {
        void apply();
    }
}
