/** Results of several machines and devices, side by side. */
package dev.rondo.cli.bench.merge;
