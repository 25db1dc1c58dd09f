/**
 * The backend {@code tornado}: GPUs, FPGAs and other devices through TornadoVM, which is installed
 * apart and may be missing.
 */
module dev.rondo.backend.tornado {
    requires transitive dev.rondo.api;
    requires dev.rondo.executor;
    requires dev.rondo.compiler;
    requires static tornado.api;

    exports dev.rondo.backend.tornado;

    provides dev.rondo.backend.BackendProvider with
            dev.rondo.backend.tornado.TornadoBackendProvider;
}
