package dev.rondo.spark.ml;

/** A model that is ready to predict, for one thread at a time. */
interface CompiledModel extends AutoCloseable {
    @Override
    void close();
}
