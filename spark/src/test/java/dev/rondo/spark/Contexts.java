package dev.rondo.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Spark for tests. A JVM has one context at a time, which goes on until another is needed. */
public final class Contexts {
    private static Optional<SparkContext> active = Optional.empty();
    private static Map<String, String> settings = Map.of();

    private Contexts() {}

    /** A cluster of two processes, each with one core. */
    static SparkContext cluster() {
        return of(
                "local-cluster[2,1,1024]",
                Map.of(
                        "spark.executor.extraJavaOptions",
                        "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"));
    }

    /** Three threads of this JVM. */
    public static SparkContext local() {
        return of("local[3]", Map.of());
    }

    static synchronized SparkContext of(String master, Map<String, String> more) {
        Map<String, String> wanted = new HashMap<>(more);
        wanted.put("spark.master", master);
        if (active.isPresent() && wanted.equals(settings) && !active.get().isStopped()) {
            return active.get();
        }
        active.ifPresent(SparkContext::stop);
        try {
            // where a worker looks for Spark's jars, which are on the class path here
            Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        SparkConf conf =
                new SparkConf()
                        .setMaster(master)
                        .setAppName("test")
                        .set("spark.ui.enabled", "false")
                        .set("spark.sql.shuffle.partitions", "3")
                        .set(
                                "spark.executor.extraClassPath",
                                System.getProperty("java.class.path"));
        more.forEach(conf::set);
        settings = wanted;
        active = Optional.of(new SparkContext(conf));
        return active.get();
    }
}
