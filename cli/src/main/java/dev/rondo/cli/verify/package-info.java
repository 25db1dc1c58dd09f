/** Computations that {@code rondo verify} compares, and its reports. */
package dev.rondo.cli.verify;
