package uk.ac.manchester.tornado.api.common;

/** The interfaces of kernels, by number of parameters. Only those that code names are here. */
public class TornadoFunctions {
    private TornadoFunctions() {}

    /** A kernel without parameters. */
    @FunctionalInterface
    public interface Task {
        void apply();
    }
}
