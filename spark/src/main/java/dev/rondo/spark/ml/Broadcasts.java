package dev.rondo.spark.ml;

import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Values that each executor gets once. */
final class Broadcasts {
    private Broadcasts() {}

    static <T> Broadcast<T> of(SparkContext context, T value) {
        return JavaSparkContext.fromSparkContext(context).broadcast(value);
    }
}
