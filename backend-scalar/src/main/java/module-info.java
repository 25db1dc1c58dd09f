/** The reference backend: plain loops, the specification of every kernel. */
module dev.rondo.backend.scalar {
    requires transitive dev.rondo.api;
    requires dev.rondo.executor;

    exports dev.rondo.backend.scalar;

    provides dev.rondo.backend.BackendProvider with
            dev.rondo.backend.scalar.ScalarBackendProvider;
}
