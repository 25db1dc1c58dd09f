/**
 * Runs programs: on {@link dev.rondo.kernels.Kernels}, which is all that most backends write, and
 * under {@link dev.rondo.executor.CompiledProgram} what a backend compiles itself.
 */
module dev.rondo.executor {
    requires transitive dev.rondo.api;

    exports dev.rondo.executor;
}
