package dev.rondo.spark.ml;

import java.io.Serializable;

/**
 * What tells compiled models apart.
 *
 * @param weights SHA-256 of the weights
 * @param backend what runs it
 * @param batch most rows that run at once
 */
record ModelKey(String weights, String backend, int batch) implements Serializable {
    private static final long serialVersionUID = 1;
}
