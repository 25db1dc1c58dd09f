/** The backend {@code simd}: kernels on the Vector API and a team of threads. */
module dev.rondo.backend.simd {
    requires transitive dev.rondo.api;
    requires dev.rondo.executor;
    requires dev.rondo.compiler;
    requires jdk.incubator.vector;
    requires jdk.management;

    exports dev.rondo.backend.simd;

    provides dev.rondo.backend.BackendProvider with
            dev.rondo.backend.simd.SimdBackendProvider;
}
