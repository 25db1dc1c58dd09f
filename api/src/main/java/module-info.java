/** Tensors, graphs, gradients, programs, the backend SPI and its default executor, and cells. */
module dev.rondo.api {
    exports dev.rondo.array;
    exports dev.rondo.graph;
    exports dev.rondo.kernels;
    exports dev.rondo.backend;
    exports dev.rondo.cell;
    exports dev.rondo.provider;

    uses dev.rondo.backend.BackendProvider;
}
