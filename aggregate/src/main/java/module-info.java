/** Recurrent networks and attention on the CPU: the API, the models, and the usual backends. */
module dev.rondo {
    requires transitive dev.rondo.api;
    requires transitive dev.rondo.models;
    requires dev.rondo.backend.scalar;
    requires dev.rondo.backend.simd;
}
