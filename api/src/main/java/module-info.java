/** Tensors, graphs, gradients, programs, cells, and the SPI of backends; nothing that executes. */
@SuppressWarnings("module") // the modules that alone see what is internal are compiled later
module dev.rondo.api {
    exports dev.rondo.array;
    exports dev.rondo.backend;
    exports dev.rondo.cell;
    exports dev.rondo.graph;
    exports dev.rondo.graph.analysis;
    exports dev.rondo.internal to
            dev.rondo.executor,
            dev.rondo.models;
    exports dev.rondo.kernels;

    uses dev.rondo.backend.BackendProvider;
}
