/** Timing for {@code rondo bench}: workloads, checks of their results, and reports. */
package dev.rondo.cli.bench;
