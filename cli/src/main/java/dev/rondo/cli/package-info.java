/** The {@code rondo} command: entry, assembly, errors and exit codes. */
package dev.rondo.cli;
