package dev.rondo.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Spark for tests. */
final class Contexts {
    private Contexts() {}

    static SparkContext of(String master, Map<String, String> more) {
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
                        .set(
                                "spark.executor.extraClassPath",
                                System.getProperty("java.class.path"));
        more.forEach(conf::set);
        return new SparkContext(conf);
    }
}
