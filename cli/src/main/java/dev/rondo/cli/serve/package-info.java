/** Trained models behind HTTP: {@code rondo serve}. */
package dev.rondo.cli.serve;
