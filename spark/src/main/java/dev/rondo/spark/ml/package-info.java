/** Estimators and models of Spark ML that learn from sequences and series. */
package dev.rondo.spark.ml;
