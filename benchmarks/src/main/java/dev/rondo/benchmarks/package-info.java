/**
 * JMH benchmarks of the kernels, and cells from outside the library: what {@code rondo bench} times
 * them with is what anybody's cell gets.
 */
package dev.rondo.benchmarks;
