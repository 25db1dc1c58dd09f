/**
 * Rondo on Apache Spark: a group of members that compute together ({@link
 * dev.rondo.spark.SparkGroup}), each a task of one barrier stage.
 */
package dev.rondo.spark;
