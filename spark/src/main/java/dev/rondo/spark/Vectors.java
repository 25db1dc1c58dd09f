package dev.rondo.spark;

import dev.rondo.backend.BackendException;
import dev.rondo.backend.Backends;

import java.util.Set;

/** What the backend {@code simd} needs of a JVM that Spark starts. */
final class Vectors {
    private static final String MODULE = "jdk.incubator.vector";

    /** The backends that need it. Without it, {@code auto} would take another than elsewhere. */
    private static final Set<String> USERS = Set.of("simd", Backends.AUTO);

    private Vectors() {}

    /**
     * Fails where the backend cannot be had.
     *
     * @param modules those of the JVM
     * @param host where it runs
     */
    static void check(ModuleLayer modules, String backend, String host) {
        if (USERS.contains(backend.split(":", 2)[0]) && modules.findModule(MODULE).isEmpty()) {
            String option = "--add-modules=" + MODULE;
            throw new BackendException(
                    "the executor on "
                            + host
                            + " runs without the module "
                            + MODULE
                            + ", which the backend simd needs. Set"
                            + " spark.executor.extraJavaOptions="
                            + option
                            + " and spark.driver.extraJavaOptions="
                            + option
                            + " (a program that spark-submit does not start: java "
                            + option
                            + "), or ask for another backend: withBackend(\"scalar\")");
        }
    }
}
